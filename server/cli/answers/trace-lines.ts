import type { AnswerEvent, RunUsage } from '../../../src/core/answer.js';
import type { Hit } from '../../../src/core/hit.js';
import type { Colors } from '../colors.js';
import { oneLine, printable } from '../printable.js';

type EventOf<Type extends AnswerEvent['type']> = Extract<AnswerEvent, { readonly type: Type }>;

const labelWidth = 10;
const shownPlaces = 5;
const longestArguments = 300;
const longestObservation = 200;

/** One event of a run for people; nothing for what the answer itself shows. */
export function traceLines(event: AnswerEvent, colors: Colors): readonly string[] {
  switch (event.type) {
    case 'thought':
      return labelled(colors.cyan, 'thought', withAgent(event, event.text));
    case 'tool-call':
      return labelled(colors.yellow, 'action', withAgent(event, callText(event)));
    case 'tool-result':
      return labelled(event.isError ? colors.red : colors.green, 'observed', withAgent(event, resultText(event)));
    case 'critique':
      return labelled(
        colors.magenta,
        'critique',
        `${event.sufficiency}, support ${event.support.toFixed(2)}: ${event.text}`,
      );
    case 'answer-end':
    case 'abstention':
      return labelled(colors.dim, 'done', usageText(event.answer.usage, event.answer.timings.total));
    default:
      return [];
  }
}

/** A draft as the model wrote it, marks and all; what holds of it stands in the answer. */
export function draftLines(draft: string, colors: Colors): readonly string[] {
  return draft.trim() === '' ? [] : labelled(colors.blue, 'draft', draft);
}

function labelled(style: (text: string) => string, label: string, text: string): readonly string[] {
  const lines = printable(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  return lines.map((line, place) => {
    const head = place === 0 ? style(label) + ' '.repeat(labelWidth - label.length) : ' '.repeat(labelWidth);
    return head + line;
  });
}

function withAgent({ agent }: { readonly agent?: string | undefined }, text: string): string {
  return agent === undefined ? text : `${agent}: ${text}`;
}

function callText({ tool, arguments: given }: EventOf<'tool-call'>): string {
  return `${tool} ${oneLine(JSON.stringify(given), longestArguments)}`;
}

function resultText({ tool, text, isError, hits, durationMs }: EventOf<'tool-result'>): string {
  const took = `(${Math.round(durationMs)} ms)`;
  if (isError) return `${tool} failed ${took}: ${oneLine(text, longestObservation)}`;
  if (hits.length === 0) return `${tool} ${took}: ${oneLine(text, longestObservation)}`;
  return `${hits.length} ${hits.length === 1 ? 'passage' : 'passages'} ${took}: ${placesText(hits)}`;
}

/** `a.pdf (p. 2; p. 5), b.md (Fees), 3 more` */
function placesText(hits: readonly Hit[]): string {
  const places = new Map(hits.map(({ chunk }) => [`${chunk.document.name}\n${chunk.pageLabel}`, chunk]));
  const byDocument = new Map<string, readonly string[]>();
  for (const { document, pageLabel } of [...places.values()].slice(0, shownPlaces)) {
    byDocument.set(document.name, [...(byDocument.get(document.name) ?? []), pageLabel]);
  }
  const shown = [...byDocument].map(([name, labels]) => {
    const named = labels.filter((label) => label !== '');
    return oneLine(named.length === 0 ? name : `${name} (${named.join('; ')})`);
  });
  const more = places.size - shownPlaces;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** `handbook.pdf, p. 4` */
export function placeText(document: string, location: string): string {
  return oneLine(location === '' ? document : `${document}, ${location}`);
}

function usageText({ steps, searches, modelCalls, inputTokens, outputTokens, cost, limit }: RunUsage, ms: number) {
  const tokens = (inputTokens + outputTokens).toLocaleString('en');
  const parts = [
    counted(steps, 'step'),
    counted(searches, 'search', 'searches'),
    ...(modelCalls === 0 ? [] : [counted(modelCalls, 'model call'), `${tokens} tokens`]),
    ...(cost === undefined ? [] : [`cost ${cost.toPrecision(2)}`]),
    `${Math.round(ms)} ms`,
  ];
  return `${parts.join(', ')}${limit === undefined ? '' : ` (the limit on ${limit} ended the search)`}`;
}

function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
