import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchWebPage } from '../../src/web/fetch-web-page.js';
import { defaultPageLimits } from '../../src/web/page-limits.js';
import { makeCertificate } from './make-certificate.js';
import { refusedUrls } from './refused-addresses.js';
import { closeSites, loopbackNetwork, type ScriptedSite, startRawSite, startSite } from './scripted-site.js';

const network = loopbackNetwork();
const limits = { textBytes: 100_000, pdfBytes: 200_000 };
const html = { 'content-type': 'text/html; charset=UTF-8' };
const never = () => undefined;

const get = (url: string, options: Parameters<typeof fetchWebPage>[1] = {}) =>
  fetchWebPage(url, { network, limits, ...options });

/** A site that answers each path with this, and any other with 404. */
const siteOf = (pages: Readonly<Record<string, (response: Parameters<Parameters<typeof startSite>[0]>[1]) => void>>) =>
  startSite((request, response) => {
    const page = pages[request.url ?? ''];
    if (page === undefined) response.writeHead(404).end();
    else page(response);
  });

const sendingOn = (...chain: readonly string[]): Promise<ScriptedSite> =>
  startSite((request, response) => {
    const next = chain[Number(request.url?.slice(1) || 0)];
    if (next === undefined) response.writeHead(200, html).end('arrived');
    else response.writeHead(302, { location: next }).end();
  });

afterEach(closeSites);

describe('a page', () => {
  it('comes with its address, kind, encoding and time, and is asked for with nothing but its address', async () => {
    const site = await siteOf({ '/a?b=1': (response) => response.writeHead(200, html).end('<p>Hello</p>') });
    const page = await get(`${site.origin}/a?b=1#c`);
    expect({ ...page, bytes: Buffer.from(page.bytes).toString() }).toEqual({
      url: `${site.origin}/a?b=1#c`,
      finalUrl: `${site.origin}/a?b=1#c`,
      status: 200,
      mediaType: 'text/html',
      charset: 'utf-8',
      bytes: '<p>Hello</p>',
      accessedAt: '1970-01-01T00:00:00.000Z',
    });
    expect(await site.asked).toEqual({
      host: `site.test:${site.port}`,
      'user-agent': expect.stringMatching(/^docent\/\d/u),
      accept: expect.stringContaining('text/html'),
      'accept-encoding': 'gzip, deflate, br',
      connection: 'close',
    });
    await site.left;
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['gzip, br', (text: string) => brotliCompressSync(gzipSync(text))],
    ['identity', (text: string) => Buffer.from(text)],
  ])('packed as %s is unpacked', async (encoding, pack) => {
    const headers = { ...html, 'content-encoding': encoding };
    const site = await siteOf({ '/': (response) => response.writeHead(200, headers).end(pack('Grüße')) });
    expect(Buffer.from((await get(site.origin)).bytes).toString()).toBe('Grüße');
  });

  it.each([
    ['HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold', 'old'],
    ['HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 3\r\n\r\noldest', 'old'],
    ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\nold', 'old'],
    ['HTTP/1.1 200\r\ncontent-type: text/plain\r\n\r\nold', 'old'],
  ])('comes from an old or odd server too: %j', async (reply, text) => {
    const { origin } = await startRawSite(reply);
    expect(Buffer.from((await get(origin)).bytes).toString()).toBe(text);
  });

  it.each([
    ['application/xhtml+xml', '/', 'application/xhtml+xml'],
    ['text/markdown', '/', 'text/markdown'],
    ['application/ld+json', '/', 'application/json'],
    ['application/rss+xml; charset=utf-8', '/', 'application/xml'],
    ['application/pdf', '/', 'application/pdf'],
    ['application/octet-stream', '/a.PDF?x', 'application/pdf'],
    [undefined, '/', 'text/html'],
  ])('of the media type %j at %s is %s', async (type, path, mediaType) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const site = await siteOf({ [path]: (response) => response.writeHead(200, headers).end('x') });
    expect(await get(`${site.origin}${path}`)).toMatchObject({ mediaType });
  });

  it.each(['image/png', 'image/svg+xml', 'application/zip', 'video/mp4', 'application/octet-stream', 'text/css'])(
    'of the media type %s is not read',
    async (type) => {
      const site = await startSite((_, response) => response.writeHead(200, { 'content-type': type }).write('x'));
      await expect(get(site.origin)).rejects.toMatchObject({ code: 'format-unsupported' });
      await site.left;
    },
  );

  it.each([
    [404, 'answered 404 (Not Found)'],
    [403, 'answered 403 (Forbidden)'],
    [429, 'answered 429 (Too Many Requests) and asks to wait 7 s'],
    [500, 'answered 500 (Internal Server Error)'],
    [503, 'answered 503 (Service Unavailable)'],
    [304, 'answered 304 (Not Modified)'],
    [302, 'sends on (302) to no address'],
    [204, 'answered 204 with nothing in it'],
    [200, 'answered 200 with nothing in it'],
  ])('that answers %d says so', async (status, message) => {
    const headers = { ...html, ...(status === 429 ? { 'retry-after': '7' } : {}) };
    const site = await siteOf({ '/x?key=s3cret': (response) => response.writeHead(status, headers).end() });
    await expect(get(`${site.origin}/x?key=s3cret`)).rejects.toMatchObject({
      code: 'web-page-failed',
      message: `${site.origin}/x ${message}.`,
    });
  });
});

describe('a redirect', () => {
  it('is followed, relative or absolute, to another host, and with letters that are not escaped', async () => {
    const site = await sendingOn('?x', '', Buffer.from('/3/ü').toString('latin1'));
    const first = await sendingOn('1', `//other.test:${site.port}/2`);
    const page = await get(first.origin);
    expect(page).toMatchObject({ url: `${first.origin}/`, finalUrl: `http://other.test:${site.port}/3/%C3%BC` });
    expect([...first.paths, ...site.paths]).toEqual(['/', '/1', '/2', '/3/%C3%BC']);
  });

  it('is followed five times and no more', async () => {
    const steps = (count: number) => Array.from({ length: count }, (_, index) => `/${index + 1}`);
    const near = await sendingOn(...steps(5));
    expect(await get(near.origin)).toMatchObject({ finalUrl: `${near.origin}/5` });
    const far = await sendingOn(...steps(6));
    await expect(get(far.origin)).rejects.toThrow('is sent on more than 5 times');
    expect(far.paths).toHaveLength(6);
  });

  it.each([[['/']], [['/1', '/2', '/1']], [['#top']]])('that goes round in a circle is found: %j', async (chain) => {
    const site = await sendingOn(...chain);
    await expect(get(site.origin)).rejects.toMatchObject({
      code: 'web-page-failed',
      message: expect.stringContaining('in a circle'),
    });
  });

  it('to any address that is refused is refused, and nothing more is asked for', async () => {
    // Loopback is a part of the test's network, and some forms are relative to the page that they stand in.
    const targets = refusedUrls.filter((target) => {
      const { href, hostname } = new URL(target, 'http://site.test/');
      return hostname !== '127.0.0.1' && href === new URL(target).href;
    });
    const site = await startSite((request, response) => {
      const target = targets[Number(request.url?.slice(1))] ?? '';
      response.writeHead(302, { location: Buffer.from(target.replace(/[\n\r]/gu, '')).toString('latin1') }).end();
    });
    for (const index of targets.keys()) {
      await expect(get(`${site.origin}/${index}`), targets[index]).rejects.toMatchObject({
        code: 'web-address-refused',
        message: expect.stringContaining('sends on'),
      });
    }
    expect(targets.length).toBeGreaterThan(70);
    expect(site.paths).toHaveLength(targets.length);
  });

  it('to a name that leads to a private address is refused', async () => {
    const inner = loopbackNetwork({ names: { 'wiki.example.org': () => ['192.168.0.7'] } });
    const site = await sendingOn('http://wiki.example.org/');
    await expect(get(site.origin, { network: inner })).rejects.toMatchObject({
      code: 'web-address-refused',
      message: 'http://wiki.example.org/ leads to a private address.',
    });
  });

  it('from https to http is refused', async () => {
    const certificate = makeCertificate('site.test');
    const site = await startSite(
      (_, response) => response.writeHead(301, { location: 'http://site.test/' }).end(),
      certificate,
    );
    const trusting = loopbackNetwork({ certificates: certificate.cert });
    await expect(get(site.origin, { network: trusting })).rejects.toMatchObject({
      code: 'web-address-refused',
      message: expect.stringContaining('from https to http://site.test/'),
    });
  });

  it('in the page itself is not followed', async () => {
    const body = '<meta http-equiv="refresh" content="0; url=http://10.0.0.1/">';
    const site = await siteOf({ '/': (response) => response.writeHead(200, { ...html, refresh: '0; /1' }).end(body) });
    await get(site.origin);
    expect(site.paths).toEqual(['/']);
  });
});

describe('a name', () => {
  it('is looked up once for a request, and the connection goes to what was checked', async () => {
    const site = await siteOf({ '/': (response) => response.writeHead(200, html).end('x') });
    const turning = loopbackNetwork({
      names: { 'site.test': (before) => (before === 0 ? ['127.0.0.1'] : ['10.0.0.1']) },
    });
    await get(site.origin, { network: turning });
    expect(turning.lookups).toEqual(['site.test']);
    await expect(get(site.origin, { network: turning })).rejects.toMatchObject({ code: 'web-address-refused' });
    expect(site.paths).toHaveLength(1);
  });

  it('that changes its mind between a page and its redirect is refused', async () => {
    const site = await sendingOn('/1');
    const turning = loopbackNetwork({
      names: { 'site.test': (before) => [before === 0 ? '127.0.0.1' : '169.254.169.254'] },
    });
    await expect(get(site.origin, { network: turning })).rejects.toMatchObject({ code: 'web-address-refused' });
    expect(site.paths).toEqual(['/']);
  });

  it.each([
    ['127.0.0.1', '10.0.0.1'],
    ['127.0.0.1', '::1'],
    ['127.0.0.1', '::ffff:10.0.0.1'],
    ['127.0.0.1', 'no address'],
  ])('that leads to %s and to %s is refused whole', async (...addresses) => {
    const site = await siteOf({});
    const mixed = loopbackNetwork({ names: { 'site.test': () => addresses } });
    await expect(get(site.origin, { network: mixed })).rejects.toMatchObject({ code: 'web-address-refused' });
    expect(site.paths).toEqual([]);
  });

  it.each([
    ['ENOTFOUND', 'web-page-failed', 'names a host that does not exist (ENOTFOUND)'],
    ['EAI_AGAIN', 'web-unavailable', 'cannot be reached from this machine now (EAI_AGAIN)'],
  ])('whose lookup fails with %s is %s', async (code, expected, message) => {
    const names = { 'site.test': () => Promise.reject(Object.assign(new Error('lookup'), { code })) };
    await expect(get('http://site.test/', { network: loopbackNetwork({ names }) })).rejects.toMatchObject({
      code: expected,
      message: expect.stringContaining(message),
    });
  });

  it('without an address is a host that does not exist', async () => {
    const empty = loopbackNetwork({ names: { 'site.test': () => [] } });
    await expect(get('http://site.test/', { network: empty })).rejects.toThrow('names a host that does not exist');
  });
});

describe('a connection', () => {
  it('that nobody answers is a dead host', async () => {
    const { origin } = await startSite(never);
    await closeSites();
    await expect(get(origin)).rejects.toMatchObject({
      code: 'web-page-failed',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('is tried at each address of a name', async () => {
    const site = await siteOf({ '/': (response) => response.writeHead(200, html).end('x') });
    const both = {
      ...loopbackNetwork({ names: { 'site.test': () => ['::1', '127.0.0.1'] } }),
      isAllowedAddress: () => true,
    };
    expect(await get(site.origin, { network: both })).toMatchObject({ status: 200 });
    await closeSites();
    await expect(get(site.origin, { network: both })).rejects.toMatchObject({
      code: 'web-page-failed',
      message: expect.stringContaining('does not answer'),
    });
  });

  it('is encrypted, for the name that was asked for', async () => {
    const certificate = makeCertificate('site.test');
    const site = await startSite((_, response) => response.writeHead(200, html).end('safe'), certificate);
    const trusting = loopbackNetwork({ certificates: certificate.cert });
    expect(Buffer.from((await get(site.origin, { network: trusting })).bytes).toString()).toBe('safe');
  });

  const past = { from: new Date(0), to: new Date(1_000_000_000_000) };
  it.each([
    ['signed by itself', makeCertificate('site.test'), false, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['for another host', makeCertificate('other.test'), true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has expired', makeCertificate('site.test', past), true, 'CERT_HAS_EXPIRED'],
  ])('with a certificate %s is refused', async (_name, certificate, isTrusted, code) => {
    const site = await startSite((_request, response) => response.end('x'), certificate);
    const network = loopbackNetwork(isTrusted ? { certificates: certificate.cert } : {});
    await expect(get(site.origin, { network })).rejects.toMatchObject({
      code: 'web-page-failed',
      message: `${site.origin}/ shows a certificate that cannot be trusted (${code}).`,
    });
    expect(site.paths).toEqual([]);
  });

  it('to a server that does not speak TLS fails', async () => {
    const { port } = await startRawSite('HTTP/1.1 400 Bad Request\r\n\r\n');
    await expect(get(`https://site.test:${port}/`)).rejects.toMatchObject({ code: 'web-page-failed' });
  });

  it.each([
    ['before the reply', '', 'ECONNRESET'],
    ['in the head', 'HTTP/1.1 200 OK\r\ncontent-ty', 'ECONNRESET'],
    [
      'in the middle of the page',
      'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 9\r\n\r\nabc',
      'ECONNRESET',
    ],
    ['in the middle of a piece', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nabc', 'ECONNRESET'],
    ['with something that is not HTTP', 'SSH-2.0-OpenSSH_9.9\r\n\r\n', 'HPE_'],
    ['with two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', 'HPE_'],
    ['with endless headers', `HTTP/1.1 200 OK\r\n${'x-header: 0123456789\r\n'.repeat(5_000)}`, 'HPE_HEADER_OVERFLOW'],
  ])('that breaks off %s fails', async (_name, reply, code) => {
    const { origin } = await startRawSite(reply, (socket) => socket.end());
    await expect(get(origin)).rejects.toMatchObject({
      code: 'web-page-failed',
      message: expect.stringContaining(code),
    });
  });

  it('that is reset in the middle of the page fails', async () => {
    const reply = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 9\r\n\r\nabc';
    const { origin } = await startRawSite(reply, (socket) => socket.resetAndDestroy());
    await expect(get(origin)).rejects.toMatchObject({ code: 'web-page-failed' });
  });
});

describe('a page that is too much', () => {
  it.each([
    ['says so', { 'content-length': '100001' }],
    ['does not say so', {}],
  ])('and %s is cut off', async (_name, headers) => {
    const site = await startSite((_, response) => {
      response.writeHead(200, { ...html, ...headers });
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(10_000, 'x')));
      };
      response.on('drain', more);
      more();
    });
    await expect(get(site.origin)).rejects.toMatchObject({
      code: 'file-too-large',
      message: `${site.origin}/ is more than 0.1 MB and was not read on.`,
    });
    await site.left;
  });

  const zeros = Buffer.alloc(50_000_000);
  it.each([
    ['gzip', gzipSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['gzip, gzip', gzipSync(gzipSync(zeros))],
  ])('when unpacked from %s is cut off', async (encoding, bomb) => {
    const headers = { ...html, 'content-encoding': encoding };
    const site = await startSite((_, response) => response.writeHead(200, headers).end(bomb));
    expect(bomb.length).toBeLessThan(limits.textBytes);
    await expect(get(site.origin)).rejects.toMatchObject({
      code: 'file-too-large',
      message: expect.stringContaining('unpacks to more than 0.1 MB'),
    });
  });

  it('may be larger as a PDF', async () => {
    const site = await startSite((request, response) => {
      const type = request.url === '/pdf' ? 'application/pdf' : 'text/plain';
      response.writeHead(200, { 'content-type': type }).end(Buffer.alloc(150_000, 'x'));
    });
    await expect(get(`${site.origin}/text`)).rejects.toMatchObject({ code: 'file-too-large' });
    expect((await get(`${site.origin}/pdf`)).bytes).toHaveLength(150_000);
  });

  it.each([
    ['gzip', Buffer.from('no gzip'), 'is packed in a damaged way'],
    ['gzip', gzipSync('cut off in the middle').subarray(0, 20), 'is packed in a damaged way'],
    ['br', Buffer.from('no brotli at all'), 'is packed in a damaged way'],
    ['zstd', Buffer.from('x'), 'is packed as zstd, which was not asked for'],
    ['gzip, gzip, gzip', gzipSync('x'), 'is packed as gzip, gzip, gzip'],
  ])('or is packed as %s and is not fails', async (encoding, body, message) => {
    const headers = { ...html, 'content-encoding': encoding };
    const site = await startSite((_, response) => response.writeHead(200, headers).end(body));
    await expect(get(site.origin)).rejects.toMatchObject({
      code: 'web-page-failed',
      message: expect.stringContaining(message),
    });
  });
});

describe('time', () => {
  it('runs out for a name that is not found', async () => {
    const slow = loopbackNetwork({ names: { 'site.test': () => new Promise(never) } });
    const page = get('http://site.test/', { network: slow });
    slow.clock.advance(defaultPageLimits.connectMs);
    await expect(page).rejects.toMatchObject({
      code: 'web-page-failed',
      message: 'http://site.test/ could not be connected to within 5000 ms.',
    });
    expect(slow.clock.pending()).toEqual([]);
  });

  it('runs out for a server that takes the connection and does not greet', async () => {
    const silent = await startRawSite('', never);
    const slow = loopbackNetwork();
    const page = get(`https://site.test:${silent.port}/`, { network: slow });
    await silent.asked;
    slow.clock.advance(defaultPageLimits.connectMs);
    await expect(page).rejects.toThrow('could not be connected to within 5000 ms');
    await silent.left;
  });

  it('runs out for a head that does not come', async () => {
    const site = await startSite(never);
    const slow = loopbackNetwork();
    const page = get(site.origin, { network: slow });
    await site.asked;
    slow.clock.advance(defaultPageLimits.headersMs);
    await expect(page).rejects.toThrow('did not begin to answer within 10000 ms');
    await site.left;
  });

  it('runs out for a body that comes in drops, and for redirects that take long together', async () => {
    const slow = loopbackNetwork();
    const site = await startSite((request, response) => {
      slow.clock.advance(8_000);
      if (request.url === '/drip') response.writeHead(200, html).write('<p>', () => slow.clock.advance(12_000));
      else response.writeHead(302, { location: `/${Number(request.url?.slice(1)) + 1}` }).end();
    });
    await expect(get(`${site.origin}/drip`, { network: slow })).rejects.toThrow('was not there after 20000 ms');
    await expect(get(`${site.origin}/1`, { network: slow })).rejects.toThrow('was not there after 20000 ms');
    expect(site.paths).toEqual(['/drip', '/1', '/2', '/3']);
    expect(slow.clock.pending()).toEqual([]);
  });

  it('ends with the signal, wherever the page is then', async () => {
    const reason = new Error('stopped by the test');
    const stages = [
      { host: 'lookup.test', answer: never },
      { host: 'head.test', answer: never },
      { host: 'body.test', answer: (response: { write(text: string): void }) => response.write('<p>') },
    ];
    for (const { host, answer } of stages) {
      const controller = new AbortController();
      const stop = () => setImmediate(() => controller.abort(reason));
      const site = await startSite((_, response) => {
        answer(response.writeHead(200, html));
        stop();
      });
      const names = {
        'lookup.test': () => {
          stop();
          return new Promise<string[]>(never);
        },
      };
      const page = get(`http://${host}:${site.port}/`, {
        network: loopbackNetwork({ names }),
        signal: controller.signal,
      });
      await expect(page).rejects.toMatchObject({ cause: reason });
      if (host !== 'lookup.test') await site.left;
    }
  });

  it('is not spent where the signal has fired before', async () => {
    const site = await siteOf({});
    await expect(get(site.origin, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    expect(site.paths).toEqual([]);
  });
});
