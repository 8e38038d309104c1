import { chmodSync, chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DocentError } from '../../src/core/errors.js';
import { makePdf } from '../fixtures/make-pdf.js';
import { happened, IngestWorkplace } from './ingest-workplace.js';

let place: IngestWorkplace;
beforeEach(() => {
  place = new IngestWorkplace();
});
afterEach(() => {
  place.remove();
});

const image = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

async function namesInIndex(): Promise<unknown[]> {
  return (await place.snapshot()).documents.map((document) => document.name).sort();
}

async function failuresInJournal(): Promise<string[]> {
  return (await place.journal()).failures().map(({ name, code }) => `${name}: ${code}`);
}

describe('a bad file', () => {
  it('never stops the rest, and is kept with its reason until it succeeds', async () => {
    const pdf = await makePdf([['The first page says hello.']]);
    place.have({ 'a.txt': 'Apples.', 'b.pdf': pdf.slice(0, 300), 'c.txt': '', 'd.txt': 'Dates.' });
    const first = await place.ingest();
    expect(happened(first)).toEqual({ added: 2, failed: 2 });
    expect(first.failures.map(({ name, code }) => `${name}: ${code}`)).toEqual([
      'b.pdf: file-corrupt',
      'c.txt: file-empty',
    ]);
    expect(await failuresInJournal()).toEqual(['b.pdf: file-corrupt', 'c.txt: file-empty']);

    place.have({ 'b.pdf': pdf });
    expect(happened(await place.ingest())).toEqual({ added: 1, unchanged: 2, failed: 1 });
    expect(await failuresInJournal()).toEqual(['c.txt: file-empty']);
    expect(await namesInIndex()).toEqual(['a.txt', 'b.pdf', 'd.txt']);
  });

  it('is forgotten when it is gone', async () => {
    place.have({ 'a.txt': 'Apples.', 'b.txt': '' });
    await place.ingest();
    expect(await failuresInJournal()).toEqual(['b.txt: file-empty']);
    place.have({ 'b.txt': undefined });
    expect(happened(await place.ingest())).toEqual({ unchanged: 1 });
    expect(await failuresInJournal()).toEqual([]);
  });

  it('keeps its old version in the index when it was good before', async () => {
    const pdf = await makePdf([['The first page says hello.']]);
    place.have({ 'a.pdf': pdf });
    await place.ingest();
    const before = await place.snapshot();
    place.have({ 'a.pdf': pdf.slice(0, 300) });
    expect(happened(await place.ingest())).toEqual({ failed: 1 });
    expect(await place.snapshot()).toEqual(before);
    place.have({ 'a.pdf': pdf });
    expect(happened(await place.ingest())).toEqual({ unchanged: 1 });
    expect(await failuresInJournal()).toEqual([]);
  });

  it('is one that a transformation fails on, too', async () => {
    place.have({ 'a.txt': 'Apples.', 'b.txt': 'Bananas.' });
    const summary = await place.ingest({
      transformations: [
        (nodes) => {
          if (nodes.some((node) => node.getContent(undefined as never).includes('Apples')))
            throw new Error('no apples');
          return nodes;
        },
      ],
    });
    expect(happened(summary)).toEqual({ added: 1, failed: 1 });
    expect(summary.failures[0]?.reason).toContain('no apples');
  });
});

describe('a format that docent does not read', () => {
  it('is skipped in a folder', async () => {
    place.have({ 'a.txt': 'Apples.', 'photo.png': image });
    const summary = await place.ingest();
    expect(happened(summary)).toEqual({ added: 1, skipped: 1 });
    expect(summary.skipped).toEqual([
      { path: join(place.folder, 'photo.png'), reason: expect.stringContaining('png') },
    ]);
    expect(await failuresInJournal()).toEqual([]);
  });

  it('is a failure where it was named itself', async () => {
    place.have({ 'photo.png': image });
    const summary = await place.ingest({ paths: [join(place.folder, 'photo.png')] });
    expect(happened(summary)).toEqual({ failed: 1 });
    expect(await failuresInJournal()).toEqual(['photo.png: format-unsupported']);
  });
});

describe('what cannot be reached', () => {
  it.skipIf(process.platform === 'win32')('is never taken for deleted: a folder without rights', async () => {
    place.have({ 'a.txt': 'Apples.', 'closed/b.txt': 'Bananas.', 'closed/c.txt': 'Cherries.' });
    await place.ingest();
    const before = await place.snapshot();
    const closed = join(place.folder, 'closed');
    chmodSync(closed, 0);
    const summary = await asOrdinaryUser(() => place.ingest());
    chmodSync(closed, 0o755);
    expect(happened(summary)).toEqual({ unchanged: 1, failed: 1 });
    expect(await failuresInJournal()).toEqual(['closed: file-unreadable']);
    expect(await place.snapshot()).toEqual(before);

    expect(happened(await place.ingest())).toEqual({ unchanged: 3 });
    expect(await failuresInJournal()).toEqual([]);
  });

  it('is an error with nothing deleted: a root that is gone', async () => {
    place.have({ 'a.txt': 'Apples.' });
    await place.ingest();
    const before = await place.snapshot();
    const missing = join(place.root, 'missing');
    await expect(place.ingest({ paths: [place.folder, missing] })).rejects.toMatchObject({ code: 'path-not-found' });
    place.have({ '.': undefined });
    await expect(place.ingest()).rejects.toMatchObject({ code: 'path-not-found' });
    expect(await place.snapshot()).toEqual(before);
  });

  it('is an error of the run, not of its files: an encoder that does not load', async () => {
    place.have({ 'a.txt': 'Apples.', 'b.txt': 'Bananas.' });
    const failure = new DocentError('embedder-not-found', 'There is no such encoder.');
    await expect(place.ingest({ loadEmbedder: () => Promise.reject(failure) })).rejects.toBe(failure);
    expect(await failuresInJournal()).toEqual([]);
    expect(await namesInIndex()).toEqual([]);
  });

  /** Rights do not bind the superuser, whom containers run as. */
  async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
    const isSuperuser = process.geteuid?.() === 0;
    if (!isSuperuser) return work();
    const ordinary = 65_534;
    for (const entry of readdirSync(place.root, { recursive: true, encoding: 'utf8' })) {
      chownSync(join(place.root, entry), ordinary, ordinary);
    }
    chownSync(place.root, ordinary, ordinary);
    process.seteuid?.(ordinary);
    try {
      return await work();
    } finally {
      process.seteuid?.(0);
    }
  }
});
