import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAssistant } from '../../src/assistant.js';
import { loadConfig } from '../../src/core/config.js';
import { CommandLine } from './docent.js';

// Each test starts processes; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const syllables = ['ka', 'lo', 'mi', 'ru', 'ten', 'vas', 'pol', 'dri'];
/** Made words that no two subjects share. */
const wordsOf = (subject: number) =>
  [0, 1, 2].map((word) => {
    const parts = [subject % 8, Math.floor(subject / 8), word, (subject + word) % 8];
    return parts.map((part) => syllables[part]).join('');
  });
const subjects = Array.from({ length: 24 }, (_, subject) => subject);
const questionOf = (subject: number) => `${wordsOf(subject)[0]} hall guide`;

let docent: CommandLine;
beforeAll(async () => {
  docent = new CommandLine();
  // The ranker prefers the guide, which the question names; whoever asks wants the note about the thing.
  docent.have({ 'hall-guide.txt': 'The hall guide is a list of rooms and doors.\n' });
  for (const subject of subjects) {
    const [first, second, third] = wordsOf(subject);
    docent.have({ [`note-${subject}.txt`]: `The ${first} ${second} of the ${third} is kept in the cellar.\n` });
  }
  const line = (subject: number) =>
    JSON.stringify({
      text: questionOf(subject),
      documents: [`note-${subject}.txt`],
      ...(subject % 2 === 0 ? { pages: [1] } : {}),
    });
  docent.have({ '../questions.jsonl': `${subjects.map(line).join('\n')}\n` });
  expect((await docent.run(['ingest', docent.folder, '--index', 'shop'])).code).toBe(0);
});
afterAll(() => docent.close());

const tune = (...parameters: readonly string[]) => docent.run(['tune', '--index', 'shop', ...parameters]);
const questions = () => join(docent.root, 'questions.jsonl');

async function firstFound(subject: number): Promise<string | undefined> {
  const assistant = createAssistant({ ...loadConfig(), indexesFolder: docent.indexes });
  try {
    const { hits } = await assistant.search(questionOf(subject), { index: 'shop' });
    return hits[0]?.chunk.document.name;
  } finally {
    await assistant.close();
  }
}

describe('docent tune', () => {
  it('keeps weights that gain on held-out questions; searches and the status have them', async () => {
    expect(await firstFound(3)).toBe('hall-guide.txt');
    const { code, stdout, stderr } = await tune('--queries', questions());
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'asking 24 questions\n' });
    expect(stdout).toMatch(/│ questions +│ 24, given +│/u);
    expect(stdout).toMatch(/│ gain +│ \+0\.\d{4} \(95 %: \+0\.\d{4} to \+0\.\d{4}\) +│/u);
    expect(stdout).toMatch(/│ weights +│ .*-0\.\d/u);
    expect(stdout).toContain('The index now ranks with these weights');
    expect(await firstFound(3)).toBe('note-3.txt');
    expect((await docent.run(['status'])).stdout).toMatch(/│ ranking +│ tuned 2\d{3}-.*24 given questions/u);
  });

  it('takes them back with --reset', async () => {
    expect(JSON.parse((await tune('--reset', '--json')).stdout)).toEqual({ index: 'shop', wasTuned: true });
    expect(await firstFound(3)).toBe('hall-guide.txt');
    expect((await docent.run(['status'])).stdout).not.toContain('ranking');
    expect((await tune('--reset')).stdout).toBe('The index "shop" was not tuned.\n');
  });

  it('without questions makes them from the index, and leaves the default where they tell nothing new', async () => {
    const { code, stdout } = await tune('--json');
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ index: 'shop', source: 'made', isAdopted: false });
    expect(result.questions).toBeGreaterThanOrEqual(20);
    expect((await docent.run(['status'])).stdout).not.toContain('ranking');
  });

  it('ends with 1, naming file and line, and leaves the index as it was', async () => {
    docent.have({ '../bad.jsonl': '{"text": "what?", "documents": ["gone.txt"]}\n' });
    const { code, stdout, stderr } = await tune('--queries', join(docent.root, 'bad.jsonl'));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/error: .*bad\.jsonl, line 1: the index has no document "gone\.txt".*\(invalid-request\)/u);
    expect((await docent.run(['tune', '--index', 'nowhere'])).stderr).toContain('(index-not-found)');
  });
});
