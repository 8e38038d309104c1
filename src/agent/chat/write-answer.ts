import type { AnswerEvent } from '../../core/answer.js';
import { withinTokens } from '../passage-text.js';
import { type CheckedAnswer, type Statement, usedEvidence, type Verdict } from '../reasoner.js';
import type { Run } from '../run.js';
import { type CheckedStatement, checkDraft } from '../verify/check-draft.js';
import { draftStatements } from '../verify/draft-statements.js';
import { passageTokens } from './criticise-evidence.js';
import { draftAnswer, notFoundMark } from './draft-answer.js';
import { type JudgedDraft, judgeStatements } from './judge-statements.js';
import { repairStatements } from './repair-statements.js';

const nothing: CheckedAnswer = { statements: [], total: 0, score: 0, missing: [] };

/** Draft, check, repair once, check the repaired: what does not hold then is left out. */
export async function* writeAnswer(
  run: Run,
  standalone: string,
  verdict: Verdict,
): AsyncGenerator<AnswerEvent, CheckedAnswer, void> {
  const shown = withinTokens(usedEvidence(run), passageTokens);
  const draft = yield* draftAnswer(run, { standalone, shown, verdict });
  // Results of the calculator came while the draft was written.
  const citable = [
    ...shown,
    ...run.evidence.ranked().filter((each) => !shown.includes(each) && each.origin === 'tool'),
  ];
  if (draft.replaceAll(/[^\p{L} ]/gu, '').trim() === notFoundMark) return nothing;
  const statements = draftStatements(draft);
  if (statements.length === 0) return nothing;
  yield {
    type: 'thought',
    text: `Check ${statements.length} statement${statements.length === 1 ? '' : 's'} against the sources.`,
  };
  const judged = { standalone, statements, shown: citable };
  const judgement = run.budget.allowsAnswer() ? await judgeStatements(run, judged) : undefined;
  const first = await checkDraft(run, statements, { shown: citable, verdicts: judgement?.verdicts });
  const final = await repaired(run, judged, first);
  const kept = final.flatMap(({ statement }) => statement ?? []);
  const supported = final.filter(({ statement, isGap }) => statement !== undefined && !isGap).length;
  const claims = final.filter(({ isGap }) => !isGap).length;
  const completeness = judgement?.completeness ?? 1;
  return {
    statements: supported === 0 ? [] : kept,
    total: claims,
    score: claims === 0 ? 0 : (supported / claims) * completeness,
    missing: (judgement?.missing ?? []).map((question) => ({ question })),
  };
}

async function repaired(
  run: Run,
  judged: JudgedDraft,
  checked: readonly CheckedStatement[],
): Promise<readonly CheckedStatement[]> {
  const failed = new Map(
    checked.flatMap(({ draft, statement }, place) => (statement === undefined ? [[place, draft] as const] : [])),
  );
  if (failed.size === 0 || !run.budget.allowsAnswer()) return checked;
  const repairs = await repairStatements(run, { statements: failed, shown: judged.shown });
  if (repairs.size === 0) return checked;
  const drafts = [...repairs.values()];
  const verdicts = run.budget.allowsAnswer()
    ? (await judgeStatements(run, { ...judged, statements: drafts }))?.verdicts
    : undefined;
  const again = await checkDraft(run, drafts, { shown: judged.shown, verdicts });
  const known = new Set(checked.flatMap(({ statement }) => statement?.text ?? []));
  const byPlace = new Map([...repairs.keys()].map((place, at) => [place, again[at]]));
  return checked.map((each, place) => {
    const repair = byPlace.get(place);
    return isNew(repair?.statement, known) && repair !== undefined ? repair : each;
  });
}

function isNew(statement: Statement | undefined, known: ReadonlySet<string>): boolean {
  return statement !== undefined && !known.has(statement.text);
}
