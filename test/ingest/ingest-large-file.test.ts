import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { happened, IngestWorkplace } from './ingest-workplace.js';

let place: IngestWorkplace;
beforeEach(() => {
  place = new IngestWorkplace();
});
afterEach(() => {
  place.remove();
});

const megabytes = 10;

async function writeLog(path: string): Promise<void> {
  const log = createWriteStream(path);
  for (let line = 0, bytes = 0; bytes < megabytes * 1e6; line += 1) {
    const text = `2026-11-21T09:${line % 60}:00Z INFO request ${line} served in ${line % 977} ms from node-${line % 31}\n`;
    bytes += text.length;
    if (!log.write(text)) await once(log, 'drain');
  }
  log.end();
  await finished(log);
}

describe('a log of many megabytes', () => {
  it('is cut into chunks that cover it, without holding up the rest', async () => {
    place.have({ 'note.txt': 'A short note.' });
    await writeLog(join(place.folder, 'server-log.txt'));
    const summary = await place.ingest();
    expect(happened(summary)).toEqual({ added: 2 });
    expect(summary.chunks.written).toBeGreaterThan(10_000);
    // Of the whole test process, LanceDB and LlamaIndex included.
    expect(process.resourceUsage().maxRSS).toBeLessThan(1_500_000);
  });
});
