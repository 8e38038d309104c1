import { describe, expect, it } from 'vitest';
import { probeFile } from '../../../ingest/detect.js';
import { htmlExtractor } from '../../../ingest/extractors/html.js';
import { expectSoundExtraction } from '../extraction-invariants.js';
import { blockTexts, extracted, pageLabels, sourceFile } from '../source-file.js';

const read = (content: string | Uint8Array) => extracted(htmlExtractor, 'page.html', content);
const textOf = async (body: string) => (await read(`<html><body>${body}</body></html>`)).text;

describe('a web page', () => {
  it('becomes Markdown with headings, links, lists, tables and code', async () => {
    const extraction = await read(`<!doctype html><html lang="en"><head><title> The
      page </title></head><body><h1>Guide <a href="#guide">¶</a></h1>
      <p>Read <b>the</b> <a href="docs/a b.html">manual</a> about <code>snake_case</code> and [brackets].</p>
      <ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul><ol start="3"><li>three</li></ol>
      <pre><code class="language-ts">let a = 1;<br>a += 1;</code></pre>
      <h2>Numbers</h2><table><tr><th>Name</th><th></th><th>Value</th></tr>
      <tr><td rowspan="2">Pump</td><td></td><td>1<br>2</td></tr><tr><td></td><td>3 | 4</td></tr></table></body></html>`);
    expectSoundExtraction(extraction);
    expect(blockTexts(extraction)).toEqual([
      '# Guide',
      'Read the [manual](<docs/a%20b.html>) about `snake_case` and [brackets].',
      '- one\n  - inner\n- two\n\n3. three',
      '```ts\nlet a = 1;\na += 1;\n```',
      '## Numbers',
      '| Name | Value |\n| --- | --- |\n| Pump | 1 2 |\n| Pump | 3 \\| 4 |',
    ]);
    expect(pageLabels(extraction)).toEqual(['Guide', 'Guide › Numbers']);
    expect(extraction).toMatchObject({ title: 'The page', metadata: { language: 'en' } });
  });

  it.each([
    ['its title', '<title>A</title><meta property="og:title" content="B"></head><body><h1>C</h1>', 'A'],
    ['what it calls itself', '<meta property="og:title" content="B"></head><body><h1>C</h1>', 'B'],
    ['its heading', '</head><body><h1>C</h1>', 'C'],
  ])('is named by %s', async (_name, html, title) => {
    expect((await read(`<html><head>${html}<p>Text.</p></body></html>`)).title).toBe(title);
  });

  it('is left without its menus, frames, forms, scripts and hidden parts', async () => {
    const text = await textOf(`<header><a href="/">Home</a></header><nav>Menu</nav><aside>Also read this</aside>
      <div hidden>hidden</div><div style="color:red; display:none">invisible</div><svg><text>drawn</text></svg>
      <div><p>The text.</p><button>Buy</button><script>run()</script></div><footer>Imprint</footer>`);
    expect(text).toBe('The text.');
  });

  it('keeps notes and leads inside its main part, and the header that holds its heading', async () => {
    expect(
      await textOf('<nav>Menu</nav><main><header><h1>T</h1></header><aside>Note.</aside><p>Text.</p></main>'),
    ).toBe('# T\n\nNote.\n\nText.');
    expect(await textOf('<header><h1>The title</h1></header><p>Text.</p>')).toBe('# The title\n\nText.');
  });

  it('keeps its menu where it has nothing else', async () => {
    expect(await textOf('<nav><a href="a.html">Chapter one</a></nav>')).toBe('[Chapter one](a.html)');
  });

  it('keeps all of a page whose marked part is the smaller one', async () => {
    const reference = Array.from({ length: 30 }, (_, index) => `<dt>option${index}</dt><dd>Sets it.</dd>`).join('');
    const text = await textOf(`<article>In short.</article><dl>${reference}</dl>`);
    expect(text).toContain('In short.');
    expect(text).toContain('option29');
  });

  it('is reduced to its article where it looks like one', async () => {
    const paragraph = `<p>${'A sentence, with a comma, of the article. '.repeat(10)}</p>`;
    const text = await textOf(
      `<div class="sidebar"><ul><li><a href="/x">Other story</a></li></ul></div><div class="post">${paragraph.repeat(8)}</div>`,
    );
    expect(text).toContain('of the article.');
    expect(text).not.toContain('Other story');
  });

  it('keeps what it writes about markup', async () => {
    const extraction = await read(
      '<html><body><p>&lt;!-- a comment --&gt;</p><p># no heading</p><p><b>&lt;</b>pre&gt; is a tag</p>',
    );
    expectSoundExtraction(extraction);
    expect(blockTexts(extraction)).toEqual(['\\<!-- a comment -->', '\\# no heading', '\\<pre> is a tag']);
  });

  it('lays out tables without columns as text', async () => {
    expect(await textOf('<table><tr><td><h2>In a cell</h2><p>Text.</p></td><td>Right.</td></tr></table>')).toBe(
      '## In a cell\n\nText.\n\nRight.',
    );
  });

  it('whose content only scripts make is refused', async () => {
    const page =
      '<html><body><noscript>Enable JavaScript.</noscript><div id="app"></div><script>x</script></body></html>';
    await expect(read(page)).rejects.toMatchObject({ code: 'file-without-text' });
  });
});

describe('the encoding of a web page', () => {
  const page = (charset: string) => `<html><head><meta charset="${charset}"></head><body>`;

  it('is UTF-8 where it can be, whatever the page claims', async () => {
    const extraction = await read(Buffer.from(`${page('iso-8859-1')}Zürich</body></html>`));
    expect(extraction).toMatchObject({ text: 'Zürich', metadata: {} });
  });

  it('is otherwise what the page claims', async () => {
    const bytes = Buffer.concat([Buffer.from(page('Shift_JIS')), Buffer.from([0x93, 0xfa, 0x96, 0x7b])]);
    expect(await read(bytes)).toMatchObject({ text: '日本', metadata: { encoding: 'shift_jis' } });
    const old = Buffer.from(`${page('iso-8859-1')}caf\xe9 \x80 5</body></html>`, 'latin1');
    expect((await read(old)).text).toBe('café € 5');
  });

  it('is found by its looks where the page claims nothing usable', async () => {
    const bytes = Buffer.from(`${page('no-such-thing')}${'Füße über Öl. '.repeat(20)}</body></html>`, 'latin1');
    expect((await read(bytes)).text).toContain('Füße über Öl.');
  });

  it('of XHTML is read with its empty elements', async () => {
    const page = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="de"><head><title>T</title>
      <script src="a.js"/></head><body><a id="x"/><h1>Gr&uuml;&szlig;e</h1><div class="gap"/><p>Ende<br/>hier</p></body></html>`;
    expect(await read(page)).toMatchObject({ text: '# Grüße\n\nEnde\nhier', title: 'T', metadata: { language: 'de' } });
  });
});

describe('a web page out of all proportion', () => {
  it('keeps its headings under 5,000 wrappers', async () => {
    const text = await textOf(`${'<div>'.repeat(5000)}<h2>Deep</h2><p>Text.</p>${'</div>'.repeat(5000)}`);
    expect(text).toBe('## Deep\n\nText.');
  });

  it.each(['<ul><li>x', '<blockquote>x', '<table><tr><td>x', '<font><b>x', '<span>x '])(
    'keeps its text under 3,000 unclosed %s',
    async (opening) => {
      const text = await textOf(opening.repeat(3000));
      expect(text.match(/x/gu)).toHaveLength(3000);
      expect(text.length).toBeLessThan(1_000_000);
    },
  );

  it.each([
    ['code', `<pre>a${' '.repeat(400_000)}b</pre>`, 400_010],
    ['prose', `<p>a${'&nbsp;'.repeat(200_000)}b ${'\u3000'.repeat(200_000)}c</p>`, 5],
    ['fences', `<pre>${'`'.repeat(200_000)}</pre>`, 600_004],
  ])('is read in linear time with endless %s', async (_name, body, length) => {
    expect((await textOf(body)).length).toBe(length);
  });

  it('is read as plain text above half a million tags', async () => {
    const extraction = await read(
      `<html><title>T</title><body><script>no</script>${'<p>a&amp;<b>b</b>\n'.repeat(200_000)}`,
    );
    expectSoundExtraction(extraction);
    expect(extraction.text.startsWith('a&b\n\na&b\n\n')).toBe(true);
    expect(extraction.blocks).toHaveLength(200_000);
  });

  it('keeps its text where cells claim to span thousands of columns and rows', async () => {
    const rows = '<tr><td colspan="1000" rowspan="1000">a</td><td colspan="1000">b</td></tr>'.repeat(500);
    expect((await textOf(`<table>${rows}</table><p>Text.</p>`)).endsWith('Text.')).toBe(true);
  });

  it('of 2 MB is read whole', async () => {
    const section = (index: number) => `<h2>Section ${index}</h2><p>${'Some words of text. '.repeat(30)}</p>`;
    const body = Array.from({ length: 3000 }, (_, index) => section(index)).join('');
    expect((await read(`<html><body>${body}</body></html>`)).pages).toHaveLength(3000);
  });
});

describe('what the HTML extractor accepts', () => {
  const accepts = async (fileName: string, content: string) =>
    htmlExtractor.accepts(await probeFile({ fileName, bytes: Buffer.from(content) }));

  it('is HTML by its beginning, or a part of a page by its ending', async () => {
    expect(await accepts('page', '<!-- saved -->\n<!DOCTYPE HTML>\n<title>x</title>')).toBe(true);
    expect(await accepts('page.txt', '<html lang="en"><p>x')).toBe(true);
    expect(await accepts('part.htm', '<p>x</p>')).toBe(true);
    expect(await accepts('notes.html', 'no tags at all')).toBe(false);
    expect(await accepts('notes.md', 'Use <html> as root.')).toBe(false);
  });

  it('stops once its signal has fired', async () => {
    const file = sourceFile('a.html', '<p>x</p>');
    await expect(htmlExtractor.extract(file, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
