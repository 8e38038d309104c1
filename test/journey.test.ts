import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { CommandLine } from './cli/docent.js';

// Each test starts several processes; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const answerSchema = z.object({
  answer: z.string(),
  abstained: z.boolean(),
  citations: z.array(
    z.object({
      documentId: z.string(),
      document: z.string(),
      unit: z.number(),
      start: z.number(),
      end: z.number(),
      quote: z.string().min(1),
    }),
  ),
  abstention: z.object({ searched: z.object({ index: z.string(), documents: z.number() }) }).optional(),
});
const documentSchema = z.object({
  document: z.object({ name: z.string() }),
  pages: z.array(z.object({ number: z.number(), start: z.number(), text: z.string() })).length(1),
});

/** The request that the server printed as a curl command. */
interface PrintedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function requestOf(line: string): PrintedRequest {
  const match = /curl -s (\S+) -H '([\w-]+): ([^']+)' -d '([^']+)'/u.exec(line);
  if (match === null) throw new Error(`There is no curl command in ${line}`);
  const [, url = '', header = '', value = '', body = ''] = match;
  return { url, headers: { [header]: value }, body };
}

/** The one line that the server prints when it is ready. */
async function firstLineOf(server: ChildProcess): Promise<string> {
  let text = '';
  for await (const part of server.stdout ?? []) {
    text += String(part);
    const line = /^docent listens.*$/mu.exec(text);
    if (line !== null) return line[0];
  }
  throw new Error(`The server ended without listening: ${text}`);
}

describe('from nothing to cited answers', () => {
  const docent = new CommandLine();
  let server: ChildProcess;
  let printed: PrintedRequest;

  beforeAll(async () => {
    server = docent.start(['serve', '--port', '0']);
    printed = requestOf(await firstLineOf(server));
  });
  afterAll(async () => {
    await docent.close();
  });

  async function ask(body: unknown) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(printed.url, { method: 'POST', headers: printed.headers, body: text });
    expect(response.status).toBe(200);
    return answerSchema.parse(await response.json());
  }

  it('the printed request is answered out of the handbook, with citations that hold', async () => {
    const { answer, abstained, citations } = await ask(printed.body);
    expect(abstained).toBe(false);
    expect(answer).toContain('[1]');
    expect(citations.length).toBeGreaterThan(0);
    for (const { documentId, document, unit, start, end, quote } of citations) {
      const url = new URL(`/v1/documents/${documentId}?page=${unit}`, printed.url);
      const shown = documentSchema.parse(await (await fetch(url)).json());
      const [page] = shown.pages;
      expect(shown.document.name).toBe(document);
      expect(page?.text.slice(start - page.start, end - page.start)).toBe(quote);
    }
  });

  it('a question that the handbook does not answer gets an abstention', async () => {
    const { abstained, citations, abstention } = await ask({ question: 'Who won the football world cup of 1954?' });
    expect(abstained).toBe(true);
    expect(citations).toEqual([]);
    expect(abstention?.searched.index).toBe('handbook');
    expect(abstention?.searched.documents).toBeGreaterThan(10);
  });

  it('an index that another process builds and changes is answered from without a restart', async () => {
    docent.have({ 'ferry.md': '# Ferry\n\nThe ferry to Askholm leaves at seven in the morning.\n' });
    expect((await docent.run(['ingest', docent.folder, '--index', 'notes'])).code).toBe(0);
    const question = 'When does the ferry to Askholm leave?';
    expect((await ask({ question, index: 'notes' })).answer).toContain('seven in the morning');

    docent.have({ 'ferry.md': '# Ferry\n\nThe ferry to Askholm leaves at noon from now on.\n' });
    expect((await docent.run(['ingest', '--index', 'notes'])).code).toBe(0);
    const { answer } = await ask({ question, index: 'notes' });
    expect(answer).toContain('noon');
    expect(answer).not.toContain('seven');
  });

  it('SIGTERM ends the server at once when nothing is under way', async () => {
    const ended = once(server, 'close');
    const start = performance.now();
    server.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    // A second on a machine that is not busy; it would be over five if open connections were waited for.
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
