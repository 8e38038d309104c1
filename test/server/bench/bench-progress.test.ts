import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { benchProgress } from '../../../server/bench/bench-progress.js';

function sink() {
  const written: string[] = [];
  const stream = new Writable({
    write(text: Buffer, _, done) {
      written.push(String(text));
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY: false }) as unknown as NodeJS.WriteStream, written };
}

const ingesting = { filesTotal: 1200, bytesDone: 0, bytesTotal: 0, chunksDone: 0, current: '' };

describe('benchProgress', () => {
  it('writes one line for each stage where there is no terminal', () => {
    const { stream, written } = sink();
    const progress = benchProgress(stream);
    for (const filesDone of [0, 1, 1200]) progress.ingesting('set', { ...ingesting, filesDone });
    for (const done of [0, 1, 2]) progress.asking('set', 'lexical', done, 2);
    for (const done of [0, 1, 2]) progress.asking('set', 'dense', done, 2);
    progress.stop();
    expect(written).toEqual([
      'set: looking through 1,200 documents\n',
      'set: lexical, 2 queries\n',
      'set: dense, 2 queries\n',
    ]);
  });
});
