import { DocentError } from '../src/core/errors.js';
import type { Extractor, FileProbe } from './extractor.js';
import { languageOf } from './extractors/source-language.js';

/** Endings that promise a container format that docent reads. */
const containerEndings = new Set(['.pdf', '.docx', '.ipynb']);
const textEndings = new Set(
  '.txt .text .log .md .mdx .markdown .rst .adoc .org .tex .csv .tsv .json .jsonl .ndjson .html .htm .xhtml'.split(' '),
);

/** Endings of formats that have a near neighbour which docent reads. */
const conversions: Readonly<Record<string, string>> = {
  '.rtf': 'Save it as .docx.',
  '.odt': 'Save it as .docx.',
  '.pages': 'Export it as .docx or PDF.',
  '.xls': 'Save each sheet as .csv.',
  '.xlsx': 'Save each sheet as .csv.',
  '.ods': 'Save each sheet as .csv.',
  '.ppt': 'Save it as PDF.',
  '.pptx': 'Save it as PDF.',
  '.odp': 'Save it as PDF.',
  '.epub': 'Convert it to HTML or PDF.',
};

/** Why no extractor takes a file: its ending is wrong, or its format is not read. */
export function unsupportedFile(probe: FileProbe, extractors: readonly Extractor[]): DocentError {
  const { fileName, extension, mimeType } = probe;
  const content = mimeType === undefined ? 'binary data of an unknown format' : mimeType;
  if (containerEndings.has(extension)) {
    return new DocentError(
      'file-corrupt',
      `${fileName} does not hold what its ending ${extension} says, but ${content}.`,
      {
        hint: 'Open it with another program; if that fails too, fetch or save it again.',
      },
    );
  }
  if (textEndings.has(extension) || languageOf(probe, '') !== undefined) {
    return new DocentError('file-binary', `${fileName} is named like text but holds ${content}.`, {
      hint: 'Give the file the ending of its real format, or leave it out with a line in .docentignore.',
    });
  }
  const formats = extractors.map((extractor) => extractor.format).join(', ');
  const advice = conversions[extension] ?? 'Convert it, or leave it out with a line in .docentignore.';
  return new DocentError('format-unsupported', `${fileName} holds ${content}, which docent does not read.`, {
    hint: `${advice} Formats: ${formats}.`,
  });
}
