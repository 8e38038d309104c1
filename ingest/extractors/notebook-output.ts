import { stripVTControlCharacters } from 'node:util';
import type { NotebookOutput } from './notebook-cells.js';

/** What a reader takes in of an output; the rest is mostly tables of numbers and progress bars. */
const limits = { lines: 40, characters: 2_000 };

/** The text that a code cell printed or returned, cut to a readable length; pictures leave nothing. */
export function outputText(outputs: readonly NotebookOutput[]): string {
  const texts = outputs.map((output) => stripVTControlCharacters(textOf(output)).trim());
  return shortened(texts.filter((text) => text !== '').join('\n'));
}

function textOf(output: NotebookOutput): string {
  if (output.ename !== undefined) return `${output.ename}: ${output.evalue ?? ''}`;
  if (output.text !== undefined) return output.text;
  const { data = {} } = output;
  const isPicture = Object.keys(data).some((type) => type.startsWith('image/'));
  const plain = data['text/markdown'] ?? data['text/plain'] ?? '';
  // `<Figure size 640x480 with 1 Axes>` only says that there is a picture.
  return isPicture && plain.startsWith('<') ? '' : plain;
}

function shortened(text: string): string {
  const cut = text.slice(0, limits.characters).split('\n').slice(0, limits.lines).join('\n');
  if (cut.length === text.length) return text;
  const whole = /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
  return `${whole.trimEnd()}\n…`;
}
