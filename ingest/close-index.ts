import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../src/core/errors.js';
import type { IndexWriter } from '../src/store/index-store.js';
import type { FileFailure } from './journal.js';

interface Closing {
  readonly writer: IndexWriter;
  /** The index's. */
  readonly folder: string;
  /** Whether this ingest has made it. */
  readonly isNew: boolean;
  /** Of this ingest. */
  readonly failures: readonly FileFailure[];
}

/** Gives an index back after an ingest. One that it made and put nothing into is taken away: nobody asked for that. */
export async function closeIndex({ writer, folder, isNew, failures }: Closing): Promise<void> {
  let isDiscarded = false;
  try {
    if (isNew && (await isEmpty(writer, failures))) {
      await writer.discard();
      isDiscarded = true;
    }
  } finally {
    await writer.close();
  }
  if (isDiscarded) await removeTraces(folder);
}

/** A folder that could not be opened has become a source, and stands for nothing. */
async function isEmpty(writer: IndexWriter, failures: readonly FileFailure[]): Promise<boolean> {
  const { sources } = await writer.manifest();
  const unread = new Set(failures.filter(({ code }) => code === 'file-unreadable').map(({ uri }) => uri));
  if (!sources.every((source) => unread.has(source))) return false;
  const { documents, chunks } = await writer.stats();
  return documents + chunks === 0;
}

/** What the ingest itself keeps beside the tables; anything else there stays, and the folder with it. */
async function removeTraces(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^(?:journal|crawl-[\da-f]+)\.jsonl(?:\.next)?$/u.test(name));
  for (const name of names) await rm(join(folder, name), { force: true });
  await rmdir(folder).catch((error: unknown) => {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(systemErrorCode(error) ?? '')) throw error;
  });
}
