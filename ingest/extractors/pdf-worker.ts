import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
// Its worker entry must be loaded first: it defines the globals that pdf.js looks for (docs of pdf-parse).
import 'pdf-parse/worker';
import { type InfoResult, PDFParse } from 'pdf-parse';
import { readOutline } from './pdf-outline.js';
import type { OutlineEntry, PdfInfo, PdfMessage, PdfRequest } from './pdf-protocol.js';
import { startWatchdog } from './pdf-watchdog.js';

// Entry point of the child process: reads one PDF after the other, so that a PDF which hangs, crashes or eats memory
// takes this process with it and not docent.

const watchdog = startWatchdog();

process.on('message', (request: PdfRequest) => void answer(request));
process.on('disconnect', () => process.exit(0));
// Ctrl+C reaches the whole process group; docent decides what becomes of the file under way.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
// pdf.js rejects promises of a corrupt file long after that file has failed (library notes, 0.9).
process.on('unhandledRejection', () => undefined);
send({ type: 'ready' });

async function answer(request: PdfRequest): Promise<void> {
  watchdog.limit(request.memoryLimitBytes);
  let page: number | undefined;
  try {
    const parser = new PDFParse({ data: new Uint8Array(request.bytes), ...loadOptions() });
    const opened = await open(parser);
    send({ type: 'opened', ...opened });
    for (page = 1; page <= opened.pages; page++) send({ type: 'page', text: await pageText(parser, page) });
    // What fails to be cleared away has been read nevertheless.
    await parser.destroy().catch(() => undefined);
    send({ type: 'done', residentBytes: process.memoryUsage.rss() });
  } catch (error) {
    fail(error, page);
  }
}

/** Only text is wanted: nothing is rendered, fetched or evaluated. */
function loadOptions() {
  const fromPdfParse = createRequire(createRequire(import.meta.url).resolve('pdf-parse'));
  const folder = dirname(fromPdfParse.resolve('pdfjs-dist/package.json'));
  return {
    verbosity: 0,
    isEvalSupported: false,
    useWorkerFetch: false,
    useSystemFonts: false,
    // Chinese, Japanese and Korean text in fonts that are not embedded can only be decoded with these tables.
    cMapUrl: join(folder, 'cmaps') + sep,
    standardFontDataUrl: join(folder, 'standard_fonts') + sep,
  };
}

async function open(parser: PDFParse): Promise<{ pages: number; info: PdfInfo; outline: readonly OutlineEntry[] }> {
  const noPage = 0;
  const { total } = await parser.getText({ partial: [noPage] });
  try {
    const result = await parser.getInfo();
    return { pages: total, info: describe(result), outline: await readOutline(parser, result.outline ?? []) };
  } catch {
    // A broken outline or metadata stream must not cost the text.
    return { pages: total, info: { title: undefined, author: undefined, created: undefined }, outline: [] };
  }
}

function describe(result: InfoResult): PdfInfo {
  const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);
  const dates = result.getDateNode();
  const created = dates.CreationDate ?? dates.XmpCreateDate;
  return {
    title: text(result.info?.Title) ?? text(result.metadata?.get('dc:title')),
    author: text(result.info?.Author),
    created: created instanceof Date && !Number.isNaN(created.getTime()) ? created.toISOString() : undefined,
  };
}

async function pageText(parser: PDFParse, page: number): Promise<string> {
  const result = await parser.getText({ first: page, last: page, pageJoiner: '', cellSeparator: ' ' });
  return result.pages[0]?.text ?? '';
}

function send(message: PdfMessage): void {
  process.send?.(message);
}

function fail(error: unknown, page: number | undefined): void {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  send({ type: 'failed', name, message, page });
}
