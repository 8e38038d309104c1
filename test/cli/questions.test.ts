import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CommandLine } from './docent.js';

// Each test starts several processes; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let docent: CommandLine;
beforeAll(async () => {
  docent = new CommandLine();
  docent.have({
    'warranty.txt':
      'The warranty of the coffee machine lasts two years. It begins on the day of delivery.\n\n' +
      'Repairs are free while the warranty lasts. Send the machine to the workshop in Bergen.\n',
    'harbour/opening.md':
      '# Opening hours\n\nThe harbour library opens at nine o’clock in the morning.\n\n' +
      '## Sundays\n\nOn Sundays the library stays closed.\n',
    'prices.csv': 'item,price\ncoffee machine,249 euros\nmilk jug,19 euros\n',
  });
  const ingested = await docent.run(['ingest', docent.folder, '--index', 'shop']);
  expect(ingested.code).toBe(0);
});
afterAll(async () => {
  await docent.close();
});

async function json(...parameters: readonly string[]) {
  const { code, stdout, stderr } = await docent.run([...parameters, '--json']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

/** A refusal says what is wrong on standard error and nothing on standard output. */
async function refusal(...parameters: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await docent.run(parameters);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  return stderr;
}

describe('docent search', () => {
  it('finds the passage by its words and by its meaning', async () => {
    for (const mode of ['dense', 'lexical']) {
      const { index, hits } = await json('search', 'how long does the warranty last', '--mode', mode);
      expect(index).toBe('shop');
      expect(hits[0]).toMatchObject({ rank: 1, document: 'warranty.txt' });
      const text = readFileSync(join(docent.folder, 'warranty.txt'), 'utf8');
      expect(text.slice(hits[0].start, hits[0].end)).toBe(hits[0].text);
    }
  });

  it('says which word it looked for in place of one that no document has', async () => {
    const { code, stdout } = await docent.run(['search', 'the wokrshop in Bergen', '-k', '1']);
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe('No document has "wokrshop", so "workshop" was looked for.');
    expect(stdout).toContain('1. warranty.txt');
  });

  it('keeps to -k and --where', async () => {
    expect((await json('search', 'coffee machine', '-k', '1')).hits).toHaveLength(1);
    const conditions = ['--where', 'format=markdown', '--where', 'name~harbour/*'];
    const { hits } = await json('search', ...conditions, 'coffee machine library');
    const names = new Set(hits.map((hit: { readonly document: string }) => hit.document));
    expect([...names]).toEqual(['harbour/opening.md']);
  });

  it('prints places and passages for people', async () => {
    const { code, stdout } = await docent.run(['search', 'Sundays']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1\. harbour\/opening\.md, Opening hours \(.*\)\n {3}.*Sundays/mu);
  });

  it('refuses a value that the field cannot have, and says nothing else', async () => {
    const message = await refusal('search', 'warranty', '--where', 'page>>3');
    expect(message).toContain('(invalid-filter)');
    expect(message).not.toContain('disposed');
  });

  it('refuses a malformed --where with an example', async () => {
    const message = await refusal('search', 'warranty', '--where', 'colour=red');
    expect(message).toContain('invalid-filter');
    expect(message).toContain('unknown field');
    expect(message).toContain('format=pdf');
  });

  it('refuses a k of 0 and of 10,000', async () => {
    for (const k of ['0', '10000']) {
      expect(await refusal('search', 'warranty', '-k', k)).toMatch(/from 1 to 1,000/u);
    }
  });

  it('refuses an index that does not exist, naming those that do', async () => {
    expect(await refusal('search', 'warranty', '--index', 'shopp')).toMatch(/no index "shopp".*shop/u);
  });
});

describe('docent ask', () => {
  it('answers with citations that stand verbatim at their place in the file', async () => {
    const answer = await json('ask', 'How long does the warranty of the coffee machine last?');
    expect(answer.abstained).toBe(false);
    expect(answer.answer).toContain('two years');
    expect(answer.answer).toContain('[1]');
    expect(answer.citations.length).toBeGreaterThan(0);
    for (const { document, start, end, quote } of answer.citations) {
      expect(quote).not.toBe('');
      // The text of a table is made of its rows; prose stands in its file as it is.
      if (document.endsWith('.csv')) continue;
      expect(readFileSync(join(docent.folder, document), 'utf8').slice(start, end)).toBe(quote);
    }
  });

  it('prints the answer with a footnote for each citation', async () => {
    const { code, stdout } = await docent.run(['ask', 'When does the harbour library open?']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/nine o’clock.*\[1\]/u);
    expect(stdout).toMatch(/^\[1\] harbour\/opening\.md/mu);
  });

  it('abstains where the documents do not tell, and says what was searched', async () => {
    const answer = await json('ask', 'Who won the football world cup of 1954?');
    expect(answer).toMatchObject({ abstained: true, citations: [] });
    expect(answer.abstention.searched).toMatchObject({ index: 'shop', documents: 3 });
  });

  it('refuses an empty question and one of 100 kB', async () => {
    expect(await refusal('ask', '  ')).toContain('The question is empty');
    expect(await refusal('ask', 'why '.repeat(25_000))).toContain('at most 8,000');
  });
});

describe('docent', () => {
  it('lists its commands with --help, and says which option is unknown', async () => {
    const { code, stdout } = await docent.run(['--help']);
    expect(code).toBe(0);
    for (const command of ['ingest', 'search', 'ask', 'status', 'serve'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'mu'));
    const unknown = await docent.run(['ingest', '--rebuilt']);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('--rebuild');
  });

  it('refuses a setting that is not valid, by its name', async () => {
    const { code, stderr } = await docent.run(['search', 'x'], { DOCENT_PORT: 'eighty' });
    expect(code).toBe(1);
    expect(stderr).toContain('DOCENT_PORT');
  });
});
