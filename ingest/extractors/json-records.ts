import type { Extraction, Metadata } from '../../src/core/document.js';
import { DocentError, errorMessage } from '../../src/core/errors.js';
import { lineNames, type PageNames } from '../structure/numbered-pages.js';
import { RecordText } from '../structure/record-text.js';
import { linesOf } from '../structure/text-line.js';
import { isScalar, jsonLines } from './json-lines.js';

type Rendered = Pick<Extraction, 'text' | 'pages' | 'blocks'>;

const pageLimits = { lines: 50, characters: 10_000 };
const separator = '\n\n';

/** A JSON value: the elements of a list at the top or right below it are records, other keys are sections. */
export function renderJson(root: unknown): Rendered {
  const records = new RecordText(pageLimits, separator);
  if (Array.isArray(root)) addElements(records, root, '', { kind: 'rows', one: 'record', many: 'records' });
  else if (isScalar(root)) records.add(jsonLines(root, ''), 1, { kind: 'section', one: 'whole document' });
  else addSections(records, root as object);
  return records.result();
}

function addElements(records: RecordText, elements: readonly unknown[], path: string, names: PageNames): void {
  for (const [index, element] of elements.entries()) records.add(jsonLines(element, path), index + 1, names);
}

function addSections(records: RecordText, root: object): void {
  const topLevel: PageNames = { kind: 'section', one: 'top level' };
  let scalars: string[] = [];
  const flush = () => {
    records.add(scalars.join('\n'), 1, topLevel);
    scalars = [];
  };
  for (const [key, value] of Object.entries(root)) {
    if (isScalar(value)) {
      scalars.push(jsonLines(value, key));
      continue;
    }
    flush();
    const label = key.trim().slice(0, 100) || '(no name)';
    const isRecordList = Array.isArray(value) && !value.every(isScalar);
    if (isRecordList) {
      addElements(records, value, key, { kind: 'rows', one: `${label}, element`, many: `${label}, elements` });
    } else {
      records.add(jsonLines(value, key), 1, { kind: 'section', one: label });
    }
  }
  flush();
}

/**
 * One JSON value a line. Lines that are damaged, such as the last one of a log that was cut off, are kept as text and
 * named in the metadata; where they are many, the file is something else.
 * @throws DocentError `file-corrupt` naming the first damaged line
 */
export function renderJsonLines(text: string, name: string): Rendered & { readonly metadata: Metadata } {
  const records = new RecordText(pageLimits, separator);
  const damaged: { readonly line: number; readonly reason: string }[] = [];
  let number = 0;
  let lastNumber = 0;
  let good = 0;
  for (const line of linesOf(text)) {
    number += 1;
    const source = text.slice(line.start, line.end).trim();
    if (source === '') continue;
    lastNumber = number;
    const { value, reason } = parseLine(source);
    if (reason === undefined) good += 1;
    else damaged.push({ line: number, reason });
    records.add(reason === undefined ? jsonLines(value, '') : source, number, lineNames);
  }
  const [first] = damaged;
  const isCutOff = damaged.length === 1 && good > 0 && first?.line === lastNumber;
  if (first !== undefined && !isCutOff && damaged.length * 10 > good) throw corruptLine(name, first);
  return { ...records.result(), metadata: damageNote(damaged.map(({ line }) => line)) };
}

function parseLine(source: string): { readonly value?: unknown; readonly reason?: string } {
  try {
    return { value: JSON.parse(source) as unknown };
  } catch (error) {
    return { reason: errorMessage(error).slice(0, 200) };
  }
}

function damageNote(lines: readonly number[]): Metadata {
  if (lines.length === 0) return {};
  const shown = lines.length > 10 ? `${lines.slice(0, 10).join(', ')}, …` : lines.join(', ');
  return { damage: `Not valid JSON and kept as text: ${lines.length === 1 ? 'line' : 'lines'} ${shown}.` };
}

function corruptLine(name: string, damage: { readonly line: number; readonly reason: string }): DocentError {
  return new DocentError('file-corrupt', `Line ${damage.line} of ${name} is not valid JSON: ${damage.reason}`, {
    hint: 'Correct the line, or rename the file to .txt to have it read as plain text.',
  });
}
