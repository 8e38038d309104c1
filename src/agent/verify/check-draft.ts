import { searchableText } from '../../core/chunk.js';
import type { Evidence } from '../evidence.js';
import type { Statement } from '../reasoner.js';
import type { Run } from '../run.js';
import type { DraftStatement } from './draft-statements.js';
import { findQuotes, type Quoted } from './find-quotes.js';
import { numbersNotIn } from './numbers.js';

/** What a judge says of each statement; undefined where there is none to ask. */
export type Verdicts = readonly ('supported' | 'unsupported' | 'gap')[] | undefined;

export interface CheckedStatement {
  readonly draft: DraftStatement;
  /** Absent where it does not hold. */
  readonly statement?: Statement;
  /** Says only what the sources do not tell; needs no citation and supports nothing. */
  readonly isGap: boolean;
}

/** Without a judge, a statement holds if the quoted passages have this share of its words. */
const supportedCoverage = 0.7;

/**
 * Which statements of a draft hold: the passage that it names exists, a sentence of it can be quoted, it has every
 * number of the statement, and the judge (or, without one, the words) finds it supported.
 */
export async function checkDraft(
  run: Run,
  drafts: readonly DraftStatement[],
  { shown, verdicts }: { readonly shown: readonly Evidence[]; readonly verdicts: Verdicts },
): Promise<readonly CheckedStatement[]> {
  const checked: CheckedStatement[] = [];
  for (const [place, draft] of drafts.entries()) {
    const verdict = verdicts?.[place];
    if (verdict === 'gap') {
      checked.push({ draft, isGap: true, statement: { text: draft.text, quotes: [] } });
      continue;
    }
    const named = draft.marks.flatMap((number) => shown.find((each) => each.number === number) ?? []);
    const quoted = await findQuotes(run, draft.text, { named, others: draft.marks.length > 0 ? [] : shown });
    checked.push(
      holds(run, draft, { quoted, verdict })
        ? { draft, isGap: false, statement: { text: draft.text, quotes: quoted.quotes } }
        : { draft, isGap: false },
    );
  }
  return checked;
}

function holds(
  { question }: Run,
  { text }: DraftStatement,
  {
    quoted: { quotes, coverage },
    verdict,
  }: { readonly quoted: Quoted; readonly verdict: 'supported' | 'unsupported' | undefined },
): boolean {
  if (quotes.length === 0 || verdict === 'unsupported') return false;
  const sources = quotes.map(({ hit: { chunk } }) => searchableText(chunk));
  if (numbersNotIn(text, [...sources, question]).length > 0) return false;
  return verdict === 'supported' || coverage >= supportedCoverage;
}
