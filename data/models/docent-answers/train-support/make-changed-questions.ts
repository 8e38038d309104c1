/**
 * Questions that look as if their collection answered them, and that it does not: one condition of a question is changed, as
 * in SQuAD 2 (Rajpurkar et al. 2018, arXiv 1806.03822). `tsx make-changed-questions.ts OUT LIMIT SET…` writes OUT/<set>.jsonl.
 * A part of the question that its gold passage states is replaced by another of its kind: a number by a number, a name by a
 * name of the same collection or the same passage, a word by a near one in vector space with the same ending (not the
 * nearest, which are synonyms), in scripts without blanks a run of characters by another; or the verb is denied. The same
 * input gives the same output.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { hashOf } from '../../../../src/core/hash.js';
import { readBeirSet } from '../../../../src/evaluation/beir-set.js';
import { loadTokenVectors } from '../../../../src/models/load-token-vectors.js';
import { isFunctionWord } from '../../../../src/retrieval/function-words.js';

const [out = '', limit = '', ...folders] = process.argv.slice(2);
/** Of passages, for words and runs that may take the place of others. */
const passagesRead = 1200;
const likeness = { least: 0.25, most: 0.62 };
const unspaced = /[\u3040-\u30ff\u3400-\u9fff]/u;
const plainWord = /(?<![\p{L}\p{N}'’-])\p{Ll}{4,}(?![\p{L}\p{N}'’-])/gu;
const number = /\d+(?:[.,]\d+)*/gu;
const vectors = await loadTokenVectors();

interface Replacements {
  /** Word → its token. */
  readonly words: ReadonlyMap<string, number>;
  readonly numbers: readonly string[];
  readonly names: readonly string[];
  readonly runs: readonly string[];
}

interface Asked {
  readonly id: string;
  readonly text: string;
  readonly gold: string;
}

type Change = (asked: Asked, replacements: Replacements) => string | undefined;

async function make(folder: string): Promise<void> {
  const name = basename(folder);
  const { queries, documents, judgements } = await readBeirSet(folder);
  const texts = new Map(documents.map(({ id, title, text }) => [id, `${title} ${text}`]));
  const questions = queries.map(({ text }) => text);
  const passages = documents.slice(0, passagesRead).map(({ text }) => text);
  const replacements: Replacements = {
    words: await frequentWords([...questions, ...passages]),
    numbers: [...new Set(questions.flatMap((text) => text.match(number) ?? []))],
    names: [...new Set(questions.flatMap(namesIn))],
    runs: [...new Set(passages.flatMap(runsIn))],
  };
  const lines: string[] = [];
  for (const { id, text } of [...queries].sort((a, b) => draw(name, a.id) - draw(name, b.id))) {
    if (lines.length >= Number(limit)) break;
    const relevant = [...(judgements.get(id) ?? [])].filter(([, grade]) => grade > 0);
    const gold = relevant.map(([document]) => texts.get(document) ?? '').join('\n');
    const changed = changedQuestion({ id: `${name} ${id}`, text, gold }, replacements);
    if (changed !== undefined) lines.push(JSON.stringify({ _id: `${id}-${changed.how}`, ...changed }));
  }
  writeFileSync(join(out, `${name}.jsonl`), `${lines.join('\n')}\n`);
  process.stdout.write(`${name}: ${lines.length} changed questions\n`);
}

/** Words are tried more often than the rest: people who write such questions change words most. */
const ways: Readonly<Record<string, Change>> = {
  'word-first': changeWord,
  'word-second': changeWord,
  'word-third': changeWord,
  name: changeName,
  'name-here': changeNameToOneHere,
  number: changeNumber,
  not: deny,
  run: changeRun,
};

function changedQuestion(asked: Asked, replacements: Replacements) {
  const order = Object.entries(ways).sort(([a], [b]) => draw(asked.id, a) - draw(asked.id, b));
  for (const [way, change] of order) {
    const text = change(asked, replacements);
    if (text !== undefined && text !== asked.text) return { text, how: way.replace(/-(?:first|second|third)$/u, '') };
  }
  return undefined;
}

function changeNumber({ id, text, gold }: Asked, { numbers }: Replacements): string | undefined {
  const one = pick(stated(text.match(number) ?? [], gold), id, 'number');
  if (one === undefined) return undefined;
  const other = pick(
    numbers.filter((each) => each.length === one.length && each !== one && !gold.includes(each)),
    id,
    'other number',
  );
  return text.replace(one, other ?? String(Number(one.replace(/,/gu, '')) + 1 + (draw(id) % 9)));
}

function changeName({ id, text, gold }: Asked, { names }: Replacements): string | undefined {
  const one = pick(stated(namesIn(text), gold), id, 'name');
  if (one === undefined) return undefined;
  const words = (name: string) => name.split(' ').length;
  const others = names.filter((each) => words(each) === words(one) && !text.includes(each) && !gold.includes(each));
  return replaced(text, one, pick(others, id, 'other name'));
}

function changeNameToOneHere({ id, text, gold }: Asked): string | undefined {
  const one = pick(stated(namesIn(text), gold), id, 'name here');
  if (one === undefined) return undefined;
  const others = namesIn(gold).filter((each) => !text.includes(each) && !one.includes(each) && !each.includes(one));
  return replaced(text, one, pick(others, id, 'other name here'));
}

function changeWord({ id, text, gold }: Asked, { words }: Replacements): string | undefined {
  if (unspaced.test(text)) return undefined;
  const own = (text.slice(6).match(plainWord) ?? []).filter((word) => words.has(word));
  const one = pick(stated(own, gold), id, 'word');
  if (one === undefined) return undefined;
  const token = words.get(one) ?? 0;
  const fits = (word: string) =>
    word.slice(-2) === one.slice(-2) && word.slice(0, 3) !== one.slice(0, 3) && !text.includes(word);
  const near = [...words]
    .filter(([word]) => fits(word))
    .map(([word, other]) => ({ word, cosine: vectors.cosine(token, other) }))
    .filter(({ cosine }) => cosine > likeness.least && cosine < likeness.most)
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, 4);
  const other = pick(near, id, 'other word');
  return other && text.replace(new RegExp(`(?<!\\p{L})${one}(?!\\p{L})`, 'u'), other.word);
}

/** English only, and of every third question: people do so less often. */
function deny({ id, text }: Asked): string | undefined {
  const verb = /\b(did|does|do|is|are|was|were|has|have|can|could|should|will|would)\b(?! not)/u.exec(text)?.[1];
  if (verb === undefined || draw(id, 'deny') % 3 !== 0 || !/^[\0-\x7f]*$/u.test(text)) return undefined;
  const short = verb === 'can' ? "can't" : verb === 'will' ? "won't" : `${verb}n't`;
  return text.replace(verb, pick([`${verb} not`, short, `${verb} never`], id, 'form') ?? verb);
}

function changeRun({ id, text, gold }: Asked, { runs }: Replacements): string | undefined {
  const one = pick(
    runsIn(text).filter((run) => gold.includes(run)),
    id,
    'run',
  );
  if (one === undefined) return undefined;
  const isKatakana = (run: string) => /^[ァ-ヺー]+$/u.test(run);
  const slack = isKatakana(one) ? 2 : 0;
  const fits = (run: string) =>
    isKatakana(run) === isKatakana(one) && Math.abs(run.length - one.length) <= slack && !text.includes(run);
  return replaced(
    text,
    one,
    pick(
      runs.filter((run) => fits(run) && !gold.includes(run)),
      id,
      'other run',
    ),
  );
}

function replaced(text: string, one: string, other: string | undefined): string | undefined {
  return other === undefined ? undefined : text.replace(one, other);
}

/** Of these parts those that the passage states. */
function stated(parts: readonly string[], gold: string): readonly string[] {
  const passage = gold.toLowerCase();
  return parts.filter((part) => passage.includes(part.toLowerCase()));
}

/** Runs of capitalised words inside a sentence. */
function namesIn(text: string): readonly string[] {
  if (unspaced.test(text)) return [];
  const runs = text.matchAll(/(?<=[\p{Ll}\p{N},;)]\s)\p{Lu}[\p{L}\p{N}'’-]+(?:\s\p{Lu}[\p{L}\p{N}'’-]+){0,2}/gu);
  return [...runs].map(([name]) => name.replace(/['’]s$/u, '')).filter(({ length }) => length > 2);
}

/** Words of katakana, and two to four ideographs that stand alone. */
function runsIn(text: string): readonly string[] {
  const runs = text.match(/[ァ-ヺー]{3,}|(?<![\u3400-\u9fff])[\u3400-\u9fff]{2,4}(?![\u3400-\u9fff])/gu) ?? [];
  return runs.filter((run) => !/[什么麼哪何誰谁几幾]/u.test(run));
}

/** Words of one token that occur three times or more. */
async function frequentWords(texts: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of text.match(plainWord) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = new Map<string, number>();
  for (const [word, count] of counts) {
    const [token, ...more] = count < 3 || isFunctionWord(word) ? [] : vectors.encode(word);
    if (token !== undefined && more.length === 0) words.set(word, token);
  }
  await vectors.load(words.values());
  return words;
}

function draw(...seed: readonly string[]): number {
  return Number.parseInt(hashOf(...seed).slice(0, 8), 16);
}

function pick<T>(items: readonly T[], ...seed: readonly string[]): T | undefined {
  return items[draw(...seed) % Math.max(1, items.length)];
}

mkdirSync(out, { recursive: true });
for (const folder of folders) await make(resolve(folder));
