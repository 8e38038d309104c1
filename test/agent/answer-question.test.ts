import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIngest } from '../../server/cli/run-ingest.js';
import { citationOf, verifiedCitations } from '../../src/agent/citations.js';
import { type Assistant, createAssistant } from '../../src/assistant.js';
import type { AnswerEvent } from '../../src/core/answer.js';
import { type Config, loadConfig } from '../../src/core/config.js';
import { IndexCatalog } from '../../src/retrieval/index-catalog.js';

const guide = `# Harbour guide

## Opening hours

The harbour office opens at seven in the morning. It closes at noon on Sundays.

## Fees

Mooring costs 12 euros a night for boats up to ten metres. Longer boats pay 20 euros a night.
Mooring costs 12 euros a night for boats up to ten metres.
`;
const notes = `Weather notes\n\nThe strongest storm of the year came in February. Waves reached nine metres that night.\n`;

let folder = '';
let config: Config;
let assistant: Assistant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ask-'));
  await writeFile(join(folder, 'guide.md'), guide);
  await writeFile(join(folder, 'weather.txt'), notes);
  config = { ...loadConfig({ DOCENT_CHAT_MODEL: 'none' }), indexesFolder: join(folder, '.indexes') };
  await runIngest({ config, index: 'harbour', paths: [folder] });
  assistant = createAssistant(config);
});
afterAll(async () => {
  await assistant.close();
  await rm(folder, { recursive: true });
});

async function eventsOf(question: string, signal?: AbortSignal): Promise<AnswerEvent[]> {
  const events: AnswerEvent[] = [];
  for await (const event of assistant.ask(question, { signal })) events.push(event);
  return events;
}

describe('a question with a word that no document has', () => {
  it('is read with the most similar word that they have, and says so', async () => {
    const events = await eventsOf('Who opens the harbuor at seven?');
    expect(events).toContainEqual({
      type: 'thought',
      text: 'No document has "harbuor", so "harbour" was looked for.',
    });
    const end = events.at(-1);
    if (end?.type !== 'answer-end') return expect.fail();
    expect(end.answer.answer).toContain('The harbour office opens at seven in the morning.');
    expect(end.answer.standalone).toBe('Who opens the harbour at seven?');
  });

  it('is searched for in the same spelling, which the result tells', async () => {
    const { hits, respelled } = await assistant.search('stromg Febuary', { mode: 'lexical' });
    expect(respelled).toEqual([{ word: 'Febuary', instead: 'February' }]);
    expect(hits[0]?.chunk.document.name).toBe('weather.txt');
  });
});

describe('a question that the documents answer', () => {
  it('is answered by sentences that stand verbatim where their citations say', async () => {
    const { answer, abstained, citations } = await assistant.answer('How much does mooring cost for longer boats?');
    expect(abstained).toBe(false);
    expect(answer).toContain('Longer boats pay 20 euros a night. [');
    for (const { start, end, quote, document } of citations) {
      const source = await readFile(join(folder, document), 'utf8');
      expect(source.slice(start, end)).toBe(quote);
    }
    expect(citations.find(({ quote }) => quote.startsWith('Longer'))).toMatchObject({
      document: 'guide.md',
      title: 'Harbour guide',
      heading: 'Fees',
    });
  });

  it('does not say the same sentence twice', async () => {
    const { answer } = await assistant.answer('What does mooring cost a night?');
    expect(answer.match(/12 euros/gu)).toHaveLength(1);
  });

  it('comes as events that add up to the answer, with one end', async () => {
    const events = await eventsOf('When does the harbour office open?');
    const told = events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : [])).join('');
    const last = events.at(-1);
    expect(events.map(({ type }) => type).slice(0, 5)).toEqual([
      'thought',
      'thought',
      'tool-call',
      'tool-result',
      'critique',
    ]);
    if (last?.type !== 'answer-end') throw new Error(`ended with ${last?.type}`);
    expect(told).toBe(last.answer.answer);
    expect(last.answer.citations).toEqual(
      events.flatMap((event) => (event.type === 'citation' ? [event.citation] : [])),
    );
    expect(events.filter(({ type }) => type === 'answer-end')).toHaveLength(1);
  });
});

it('begins to tell within 50 ms, before anything is opened', async () => {
  const fresh = createAssistant(config);
  const startedAt = performance.now();
  const run = fresh.ask('When does the harbour office open?');
  const first = await run.next();
  expect(performance.now() - startedAt).toBeLessThan(50);
  expect(first.value).toMatchObject({ type: 'thought' });
  await run.return();
  await fresh.close();
});

describe('a question that the documents do not answer', () => {
  it('gets an abstention that says what was searched and what came nearest', async () => {
    const answer = await assistant.answer('Who won the football championship in Brazil?');
    expect(answer).toMatchObject({ abstained: true, citations: [] });
    expect(answer.abstention?.searched).toMatchObject({ index: 'harbour', documents: 2 });
    expect(answer.abstention?.searched.queries[0]).toBe('Who won the football championship in Brazil?');
    expect(answer.answer).toContain('I do not know');
  });

  it('ends with the abstention event', async () => {
    expect((await eventsOf('Quantum chromodynamics lattice gauge?')).at(-1)?.type).toBe('abstention');
  });
});

describe('a run that cannot go on', () => {
  it('ends with one error when it is aborted', async () => {
    const events = await eventsOf('When does the office open?', AbortSignal.abort(new Error('gone')));
    expect(events.at(-1)).toMatchObject({ type: 'error' });
    expect(events.filter(({ type }) => type === 'error')).toHaveLength(1);
  });

  it.each([
    ['', 'invalid-request'],
    ['   \n', 'invalid-request'],
    ['x'.repeat(100_000), 'invalid-request'],
  ])('refuses the question %#', async (question, code) => {
    await expect(assistant.answer(question)).rejects.toMatchObject({ code });
  });

  it.each([0, 10_000, 1.5])('refuses k = %d', async (k) => {
    await expect(assistant.search('office', { k })).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('names the index that does not exist', async () => {
    await expect(assistant.answer('Anything?', { index: 'nowhere' })).rejects.toMatchObject({
      code: 'index-not-found',
    });
  });

  it.each(['../escape', '', 'a/b', '.hidden'])('refuses "%s" as the name of an index', async (index) => {
    await expect(assistant.search('x', { index })).rejects.toMatchObject({ code: 'invalid-request' });
  });
});

describe('verifiedCitations', () => {
  it('drops a citation whose quote does not stand at its span', async () => {
    const catalog = new IndexCatalog(config);
    const { search } = await catalog.open('harbour');
    const hits = await search.search('mooring fees', { k: 1 });
    const [hit] = hits;
    if (hit === undefined) throw new Error('nothing found');
    const good = citationOf(1, { hit, start: 0, end: 12, score: 1 });
    const forged = { ...good, id: 2, quote: 'Mooring is free.', end: good.start + 16 };
    const shifted = { ...good, id: 3, start: good.start + 1, end: good.end + 1 };
    const kept = await verifiedCitations([good, forged, shifted], hits, search);
    expect(kept.map(({ id }) => id)).toEqual([1]);
    await catalog.close();
  });
});
