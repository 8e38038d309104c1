import type { ChatEvent } from '../chat-model.js';

const opening = '<think>';
const closing = '</think>';

/**
 * Turns the `<think>…</think>` at the beginning of a reply, which servers without a reasoning parser pass on as text, into
 * thoughts.
 * @param startsInThought the prompt already ended with the opening tag
 */
export async function* splitThinking(
  events: AsyncIterable<ChatEvent>,
  { startsInThought = false } = {},
): AsyncGenerator<ChatEvent, void, void> {
  let place: 'start' | 'thought' | 'text' = startsInThought ? 'thought' : 'start';
  let held = '';
  for await (const event of events) {
    if (event.type !== 'text-delta') {
      if (event.type !== 'thought-delta') yield* flush();
      yield event;
      continue;
    }
    held += event.text;
    if (place === 'start') {
      const begun = held.trimStart();
      if (begun.startsWith(opening)) {
        place = 'thought';
        held = begun.slice(opening.length);
      } else if (!opening.startsWith(begun)) place = 'text';
    }
    if (place === 'thought') yield* thought();
    if (place === 'text') yield* flush();
  }
  yield* flush();

  /** What is certainly thought; the closing tag can come in pieces. */
  function* thought(): Generator<ChatEvent> {
    const at = held.indexOf(closing);
    const isOver = at >= 0;
    const end = isOver ? at : held.length - partOfClosing(held);
    if (end > 0) yield { type: 'thought-delta', text: held.slice(0, end) };
    held = isOver ? held.slice(at + closing.length).trimStart() : held.slice(end);
    if (isOver) place = 'text';
  }

  function* flush(): Generator<ChatEvent> {
    if (held !== '') yield { type: place === 'thought' ? 'thought-delta' : 'text-delta', text: held };
    held = '';
  }
}

/** Length of the longest end of the text that begins the closing tag. */
function partOfClosing(text: string): number {
  for (let length = Math.min(closing.length - 1, text.length); length > 0; length -= 1) {
    if (closing.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
