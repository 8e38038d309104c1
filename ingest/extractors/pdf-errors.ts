import { DocentError } from '../../src/core/errors.js';
import type { PdfJob } from './pdf-job.js';
import { memoryLimitSignal, type PdfMessage } from './pdf-protocol.js';

type Failure = Extract<PdfMessage, { type: 'failed' }>;

/** What pdf.js reported, in words that say what to do. */
export function failed(job: PdfJob, failure: Failure): DocentError {
  const cause = new Error(`${failure.name}: ${failure.message}`);
  if (failure.name === 'PasswordException') {
    return new DocentError('file-encrypted', `${job.name} is protected with a password and cannot be read.`, {
      hint: 'Save a copy without the password, for example: qpdf --decrypt --password=PASSWORD in.pdf out.pdf',
      cause,
    });
  }
  if (failure.name === 'RangeError') return crashed(job, failure.message, failure.message);
  const place = failure.page === undefined ? 'is not a readable PDF' : `cannot be read on page ${failure.page}`;
  return new DocentError('file-corrupt', `${job.name} ${place}: ${failure.message.replace(/\.?$/u, '.')}`, {
    hint: 'It may be cut off or damaged. Download it again, or repair it: qpdf in.pdf out.pdf, or mutool clean.',
    cause,
  });
}

/** @param end exit code, signal or message of the process that died */
export function crashed(job: PdfJob, end: number | string | null, stderr = ''): DocentError {
  const isMemory =
    end === memoryLimitSignal || /heap out of memory|allocation failed|invalid (?:array|string) length/iu.test(stderr);
  const what = isMemory ? `needed more than ${job.limits.memoryMb} MB of memory` : `ended the PDF reader (${end})`;
  return new DocentError('extraction-crashed', `${job.name} could not be read: it ${what}.`, {
    hint: isMemory ? 'Split the file, or print it to a new PDF.' : 'Try again; if it stays, print it to a new PDF.',
    cause: new Error(`PDF reader ended with ${end}. ${stderr}`.trim()),
  });
}

export function timedOut(job: PdfJob, reason: 'idle' | 'total', pages: number): DocentError {
  const { idleTimeoutMs } = job.limits;
  const what = reason === 'idle' ? `nothing came for ${idleTimeoutMs / 1000} s` : 'it took too long in all';
  return new DocentError('extraction-timeout', `${job.name} was given up after ${pages} pages: ${what}.`, {
    hint: 'Try again when the machine is less busy, split the file, or print it to a new PDF.',
  });
}

export function aborted(name: string): DocentError {
  return new DocentError('aborted', `Reading ${name} was stopped before it finished.`);
}

/** A PDF that opens but shows nothing that could be found or cited. */
export function withoutText(name: string, pages: number): DocentError {
  if (pages === 0)
    return new DocentError('file-corrupt', `${name} has no pages.`, { hint: 'Download or export it again.' });
  const count = pages === 1 ? '1 page' : `${pages} pages`;
  return new DocentError('file-without-text', `${name} has ${count} but no text: it looks like a scan.`, {
    hint: 'Add a text layer by OCR, for example: ocrmypdf in.pdf out.pdf, and ingest the result.',
  });
}
