import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createPdfExtractor, type PdfExtractor } from '../../../ingest/extractors/pdf.js';
import { makePdf } from '../../fixtures/make-pdf.js';
import { extracted, sourceFile } from '../source-file.js';

const good = await makePdf([['Still here.']]);
const long = await makePdf(Array.from({ length: 300 }, (_, page) => [`Page ${page} has a few words on it.`]));
const extractors: PdfExtractor[] = [];

afterEach(async () => {
  await Promise.all(extractors.splice(0).map((extractor) => extractor.close()));
});

function started(options: Parameters<typeof createPdfExtractor>[0] = {}): PdfExtractor {
  const extractor = createPdfExtractor({ processes: 1, ...options });
  extractors.push(extractor);
  return extractor;
}

async function startedProcess(extractor: PdfExtractor): Promise<number> {
  await expect.poll(() => extractor.processIds().length, { timeout: 10_000 }).toBe(1);
  return extractor.processIds()[0] ?? 0;
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

const isGone = (processId: number) => expect.poll(() => isAlive(processId), { timeout: 10_000 }).toBe(false);

describe('the process that reads PDFs', () => {
  it('stays for the next file, and goes with close', async () => {
    const extractor = started();
    await extracted(extractor, 'a.pdf', good);
    const processId = await startedProcess(extractor);
    await extracted(extractor, 'b.pdf', good);
    expect(extractor.processIds()).toEqual([processId]);
    await extractor.close();
    await isGone(processId);
  });

  it('fails the file when it is killed, and the next file gets a new one', async () => {
    const extractor = started();
    const failing = extracted(extractor, 'long.pdf', long);
    const killed = await startedProcess(extractor);
    process.kill(killed, 'SIGKILL');
    await expect(failing).rejects.toMatchObject({
      code: 'extraction-crashed',
      message: expect.stringContaining('SIGKILL'),
    });
    expect((await extracted(extractor, 'good.pdf', good)).text).toBe('Still here.');
    expect(extractor.processIds()).not.toContain(killed);
  });

  it('is replaced without losing a file when it dies after other files', async () => {
    const extractor = started();
    await extracted(extractor, 'good.pdf', good);
    const reading = extracted(extractor, 'long.pdf', long);
    process.kill(await startedProcess(extractor), 'SIGKILL');
    expect((await reading).pages).toHaveLength(300);
  });

  it('is ended when nothing comes from it', async () => {
    const extractor = started({ idleTimeoutMs: 1 });
    await expect(extracted(extractor, 'long.pdf', long)).rejects.toMatchObject({
      code: 'extraction-timeout',
      message: expect.stringContaining('nothing came for 0.001 s'),
    });
    expect(extractor.processIds()).toEqual([]);
  });

  it('is ended when a file takes too long in all', async () => {
    const extractor = started({ timeoutMs: 1 });
    const empty = extracted(extractor, 'small.pdf', good);
    await expect(empty).rejects.toMatchObject({
      code: 'extraction-timeout',
      message: expect.stringContaining('in all'),
    });
  });

  it('is ended when it is over its memory limit', async () => {
    const extractor = started({ memoryMb: 40 });
    await expect(extracted(extractor, 'long.pdf', long)).rejects.toMatchObject({
      code: 'extraction-crashed',
      message: expect.stringContaining('more than 40 MB of memory'),
    });
  });

  it('is ended when its file is aborted, while files that wait are given up alone', async () => {
    const extractor = started();
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = extractor.extract(sourceFile('first.pdf', long), { signal: running.signal });
    const second = extractor.extract(sourceFile('second.pdf', good), { signal: waiting.signal });
    const third = extractor.extract(sourceFile('third.pdf', good), {});
    waiting.abort();
    await expect(second).rejects.toMatchObject({ code: 'aborted' });
    const processId = await startedProcess(extractor);
    running.abort();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
    expect((await third).text).toBe('Still here.');
    await isGone(processId);
  });

  it('gives up the file under way and those that wait on close', async () => {
    const extractor = started();
    const files = [extracted(extractor, 'a.pdf', long), extracted(extractor, 'b.pdf', good)];
    const settled = Promise.allSettled(files);
    await startedProcess(extractor);
    await extractor.close();
    expect((await settled).map((each) => each.status === 'rejected' && each.reason.code)).toEqual([
      'aborted',
      'aborted',
    ]);
    expect(extractor.processIds()).toEqual([]);
  });
});

describe('docent without its PDF process', () => {
  /** Reads one file, says the process id, and then does what `ending` says. */
  function script(ending: string): string {
    const url = (path: string) => JSON.stringify(pathToFileURL(new URL(path, import.meta.url).pathname).href);
    return `
      import { createPdfExtractor } from ${url('../../../ingest/extractors/pdf.ts')};
      import { makePdf } from ${url('../../fixtures/make-pdf.ts')};
      const extractor = createPdfExtractor();
      const read = async (pages) => extractor.extract({ name: 'a.pdf', fileName: 'a.pdf', extension: '.pdf',
        bytes: await makePdf(Array.from({ length: pages }, () => ['Text.'])) }, {});
      await read(1);
      process.stdout.write(extractor.processIds()[0] + '\\n');
      ${ending}`;
  }

  async function run(ending: string) {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script(ending)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, exit, processId: Number(line.toString()) };
  }

  it('ends although an idle process was not closed, which then ends too', async () => {
    const { exit, processId } = await run('');
    expect(await exit).toEqual([0, null]);
    await isGone(processId);
  });

  it('leaves no process behind when it is killed while a file is read', async () => {
    const { child, exit, processId } = await run('await read(3000);');
    expect(isAlive(processId)).toBe(true);
    child.kill('SIGKILL');
    await exit;
    await isGone(processId);
  });
});
