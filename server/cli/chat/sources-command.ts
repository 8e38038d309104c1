import type { AnswerEvent, EvidenceReference } from '../../../src/core/answer.js';
import { footnote } from '../answers/answer-text.js';
import { placeText } from '../answers/trace-lines.js';
import { oneLine } from '../printable.js';
import type { ChatSession } from './chat-session.js';
import type { SlashCommand } from './slash-command.js';

const longestPassage = 200;

export const sourcesCommand: SlashCommand = {
  name: '/sources',
  usage: '/sources',
  does: 'citations of the last answer, and the passages that it was made from',
  run(session) {
    const answer = session.lastRun?.answer;
    if (answer === undefined) {
      session.note('There is no answer yet.');
      return undefined;
    }
    const { citations, evidence } = answer;
    if (citations.length > 0) session.print('Citations:');
    for (const citation of citations) session.print(`  ${footnote(citation, session.colors)}`);
    if (evidence.length > 0) session.print('Passages, best first:');
    for (const passage of evidence) session.print(`  ${passageText(session, passage)}`);
    if (citations.length + evidence.length === 0) session.note('The last answer needed no sources.');
    return undefined;
  },
};

/** An answer names its passages; what they say came with the searches. */
function passageText({ lastRun, colors }: ChatSession, { chunkId, document, location }: EvidenceReference): string {
  const text = textOf(lastRun?.events ?? [], chunkId);
  const quote = text === undefined ? '' : `: ${colors.dim(`“${oneLine(text, longestPassage)}”`)}`;
  return `${placeText(document, location)}${quote}`;
}

function textOf(events: readonly AnswerEvent[], chunkId: string): string | undefined {
  const hits = events.flatMap((event) => (event.type === 'tool-result' ? event.hits : []));
  return hits.find(({ chunk }) => chunk.id === chunkId)?.chunk.text;
}
