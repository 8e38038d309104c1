import { describe, expect, it } from 'vitest';
import { inScope, isSameSite, scopeOf } from '../../../ingest/web/crawl-scope.js';
import { sourceFrom, sourceText, webSource } from '../../../ingest/web/web-source.js';

describe('a source of the web', () => {
  it('is written down with its options and read again', () => {
    const plain = webSource('https://example.org/docs/#top');
    expect(sourceText(plain)).toBe('https://example.org/docs/');
    expect(sourceFrom(sourceText(plain))).toEqual(plain);
    const options = { depth: 3, wholeSite: true, sitemap: true, maxPages: 20, rate: 0.5 };
    const full = webSource('https://example.org/docs/?a=b c', options);
    expect(sourceText(full)).toBe(
      'https://example.org/docs/?a=b%20c --depth 3 --whole-site --sitemap --max-pages 20 --rate 0.5',
    );
    expect(sourceFrom(sourceText(full))).toEqual(full);
  });

  it.each([
    ['http://localhost/', {}, 'web-address-refused'],
    ['http://10.0.0.1/', {}, 'web-address-refused'],
    ['https://user:pass@example.org/', {}, 'web-address-refused'],
    ['https://example.org/', { depth: 21 }, 'invalid-request'],
    ['https://example.org/', { rate: 0 }, 'invalid-request'],
    ['https://example.org/', { maxPages: 0 }, 'invalid-request'],
  ])('is refused as %s with %j', (address, options, code) => {
    expect(() => webSource(address, options)).toThrow(expect.objectContaining({ code }));
  });
});

describe('the scope of a crawl', () => {
  const scope = scopeOf(new URL('https://example.org/docs/start.html'), false);
  it.each([
    ['https://example.org/docs/a#part', 'https://example.org/docs/a'],
    ['http://example.org/docs/a?x=1', 'https://example.org/docs/a?x=1'],
    ['https://example.org/docs/../blog', undefined],
    ['https://example.org/docs%2f..%2fblog', undefined],
    ['https://www.example.org/docs/a', undefined],
    ['https://example.org:8443/docs/a', undefined],
    ['https://example.org.evil.test/docs/a', undefined],
    ['https://me@example.org/docs/a', undefined],
    ['https://example.org/docs/photo.JPG', undefined],
    ['https://example.org/docs/a/b/a/b/a/b/a', undefined],
    ['ftp://example.org/docs/a', undefined],
  ])('takes %s as %s', (address, expected) => {
    expect(inScope(scope, address)?.href).toBe(expected);
  });

  it('may move between http and https, and to and from www', () => {
    const isSame = (from: string, to: string) => isSameSite(new URL(from), new URL(to));
    expect(isSame('http://example.org/', 'https://www.example.org/start')).toBe(true);
    expect(isSame('https://example.org/', 'https://example.org:8443/')).toBe(false);
    expect(isSame('https://example.org/', 'https://example.com/')).toBe(false);
  });
});
