import type { Answer, Contradiction } from '../../../src/core/answer.js';
import type { Citation } from '../../../src/core/citation.js';
import type { Colors } from '../colors.js';
import { oneLine, printable } from '../printable.js';
import { placeText } from './trace-lines.js';

/** The answer, a footnote for each citation, and dimmed what its reader should know beside it. */
export function answerText(answer: Answer, colors: Colors): string {
  const footnotes = answer.citations.map((citation) => footnote(citation, colors));
  const remarks = remarksOf(answer).map((remark) => colors.dim(remark));
  const parts = [[printable(answer.answer)], closestOf(answer, colors), footnotes, remarks].filter(
    (lines) => lines.length > 0,
  );
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** What came closest to an answer, where there is none. */
function closestOf({ abstention }: Answer, colors: Colors): readonly string[] {
  const closest = abstention?.closest;
  if (closest === undefined) return [];
  return [
    `What comes closest, ${placeText(closest.document, closest.location)}: ${colors.dim(`“${oneLine(closest.quote)}”`)}`,
  ];
}

export function footnote({ id, document, location, quote, source, accessedAt }: Citation, colors: Colors): string {
  const read = source === 'web' && accessedAt !== undefined ? ` (web, read ${accessedAt.slice(0, 16)}Z)` : '';
  return `${colors.bold(`[${id}]`)} ${placeText(document, location)}${read}: ${colors.dim(`“${oneLine(quote)}”`)}`;
}

function remarksOf(answer: Answer): readonly string[] {
  return [
    ...(answer.standalone === undefined ? [] : [`understood as: ${oneLine(answer.standalone)}`]),
    ...(answer.contradictions ?? []).map((contradiction) => contradictionText(contradiction, answer)),
    ...(answer.warnings ?? []).map((warning) => `warning: ${oneLine(warning)}`),
    ...modelRemark(answer),
    ...(answer.conversationId === undefined ? [] : [`conversation: ${answer.conversationId}`]),
  ];
}

/** Numbers of evidence are not the marks of the answer: the places are named instead. */
function contradictionText({ about, evidence }: Contradiction, answer: Answer): string {
  const places = evidence.map((number) => {
    const found = answer.evidence.find((each) => each.number === number);
    return found === undefined ? `passage ${number}` : placeText(found.document, found.location);
  });
  return `the sources contradict each other about ${oneLine(about)}: ${[...new Set(places)].join(' / ')}`;
}

function modelRemark({ model, usage, claims }: Answer): readonly string[] {
  // A greeting or a sum is answered without the model.
  if (model === undefined || usage.modelCalls === 0) return [];
  const statements = claims.total === 1 ? 'statement' : 'statements';
  const checked = claims.total === 0 ? '' : `, ${claims.supported} of ${claims.total} ${statements} supported`;
  return [`model: ${model}${checked}`];
}
