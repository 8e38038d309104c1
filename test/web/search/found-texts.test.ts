import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/web/search/plain-text.js';
import { pageKey, resultAddress } from '../../../src/web/search/result-address.js';
import { fittingQuery } from '../../../src/web/search/search-query.js';

describe('the text of a result', () => {
  it.each([
    ['<b>Ferry</b> &amp; tide', 'Ferry & tide'],
    ['a &lt;b&gt; tag', 'a <b> tag'],
    ['&amp;lt;', '&lt;'],
    ['How to use <div> and <script>', 'How to use <div> and <script>'],
    ['1 < 2 &amp;&amp; 3 > 2', '1 < 2 && 3 > 2'],
    ['<strong class="x">x</strong><br/>y', 'xy'],
    [' a\n\t&nbsp;b ', 'a b'],
    ['&#x1F6A2; caf&eacute; &hellip;', '🚢 café …'],
    ['</body></html>after &amp; all', '</body></html>after & all'],
    ['AT&T and R&D', 'AT&T and R&D'],
    ['see\u200B\u202Ehidden\u202C\u{E0041}\u0007\u001B[31m', 'seehidden[31m'],
    ['می\u200Cخواهم 👩\u200D🚀', 'می\u200Cخواهم 👩\u200D🚀'],
  ])('of %j is %j', (marked, shown) => {
    expect(plainText(marked, 200)).toBe(shown);
  });

  it('is cut without breaking a character', () => {
    expect(plainText('abc def', 5)).toBe('abc d …');
    expect(plainText('🚢🚢', 3)).toBe('🚢 …');
  });

  it('never holds a control character, never grows, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const shown = plainText(text, 30);
        expect(shown).not.toMatch(/\p{Cc}/u);
        expect(shown.length).toBeLessThanOrEqual(32);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the address of a result', () => {
  const redirect = (url: string) => `//duckduckgo.com/l/?uddg=${encodeURIComponent(url)}&rut=1`;

  it.each([
    ['https://a.example/x?y=1#z', 'https://a.example/x?y=1#z'],
    ['HTTP://A.example', 'http://a.example/'],
    [redirect('https://a.example/?q=a%26b&c=d'), 'https://a.example/?q=a%26b&c=d'],
    [`/l/?uddg=${encodeURIComponent('http://a.example/')}`, 'http://a.example/'],
    [redirect(redirect('https://a.example/').replace('//', 'https://')), 'https://a.example/'],
    ['https://duckduckgo.com/about', 'https://duckduckgo.com/about'],
    ['https://notduckduckgo.com/l/?uddg=https://b.example', 'https://notduckduckgo.com/l/?uddg=https://b.example'],
  ])('of %j is %j', (href, address) => {
    expect(resultAddress(href)).toBe(address);
  });

  it.each([
    '',
    'x',
    '/relative',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example/',
    'file:///etc/passwd',
    'https://user:pass@a.example/',
    'https://trusted.example@evil.example/',
    redirect('javascript:alert(1)'),
    redirect('https://duckduckgo.com/y.js?ad_domain=x'),
    'https://duckduckgo.com/y.js?ad_provider=x',
    'https://www.bing.com/aclick?ld=1',
    'https://www.googleadservices.com/pagead/aclk?x',
    'https://duckduckgo.com/l/?rut=1',
    `https://a.example/${'x'.repeat(2048)}`,
    'http://',
    'https://[::1',
  ])('is none in %j', (href) => {
    expect(resultAddress(href)).toBeUndefined();
  });

  it('is the same page in two spellings', () => {
    const same = ['https://www.a.example/x/?b=2&a=1&utm_source=n&gclid=9#top', 'http://a.example/x?a=1&b=2'];
    expect(pageKey(same[0] ?? '')).toBe(pageKey(same[1] ?? ''));
    expect(pageKey('https://a.example/x')).not.toBe(pageKey('https://a.example/X'));
    expect(pageKey('https://a.example/x?id=1')).not.toBe(pageKey('https://a.example/x?id=2'));
    expect(pageKey('https://a.example:8443/')).not.toBe(pageKey('https://a.example/'));
  });
});

describe('a query that is too long', () => {
  it('loses its last words, or is cut where it is one word', () => {
    expect(fittingQuery('one two three', { characters: 9 })).toBe('one two');
    expect(fittingQuery('one two three', { characters: 7 })).toBe('one two');
    expect(fittingQuery('one two three', { characters: 99, words: 2 })).toBe('one two');
    expect(fittingQuery('aaaaaaaa', { characters: 5 })).toBe('aaaaa');
    expect(fittingQuery('aaaa🚢', { characters: 5 })).toBe('aaaa');
  });
});
