import type { AnswerEvent } from '../../core/answer.js';
import type { Hit } from '../../core/hit.js';
import { usedEvidence } from '../reasoner.js';
import type { Run } from '../run.js';
import { searchIndex } from '../search-index.js';
import { type AskedDefinition, askedDefinition } from './definitions.js';
import { readable, splitSentences } from './sentences.js';

/** Passages with the term that are looked through: where it is all that a collection is about, each has it. */
const lookedThrough = 200;
const kept = 3;

/**
 * Who asks what something is, is helped by one sentence of a certain form, which no ranking knows. Where the passages found
 * have none, those with the term are read for it.
 */
export async function* findDefinition(run: Run, question: string): AsyncGenerator<AnswerEvent, void, void> {
  // A chat model asks for what it misses.
  const asked = run.model === undefined ? askedDefinition(question) : undefined;
  if (asked === undefined || usedEvidence(run).some(({ hit }) => isDefinedIn(hit, asked))) return;
  const { term: query } = asked;
  const mode = 'lexical';
  if (!run.budget.allowsSearch() || !run.queries.add(query, 'definition')) return;
  yield { type: 'tool-call', tool: 'search_documents', arguments: { query, k: lookedThrough, mode } };
  const signal = run.budget.callerSignal;
  const { hits: found, durationMs } = await searchIndex(run, { query, k: lookedThrough, mode, signal }, run.span);
  const hits = found.filter((hit) => isDefinedIn(hit, asked)).slice(0, kept);
  for (const { number } of run.evidence.add({ hits, weight: 1 })) run.evidence.grade(number, 'relevant');
  const text = `${hits.length} of ${found.length} passages with "${query}" say what it is.`;
  yield { type: 'tool-result', tool: 'search_documents', text, isError: false, hits, durationMs };
}

function isDefinedIn({ chunk: { text, document } }: Hit, { isIn }: AskedDefinition): boolean {
  return splitSentences(text, document.format).some((sentence) => isIn(readable(sentence.text)));
}
