/**
 * How quick an encoder is inside the product: `tsx measure-speed.ts MODEL_FOLDER DOCUMENTS_FOLDER [--chunk-tokens 128,256]
 * [--rounds 3] [--texts 200]`. For each chunk size it ingests the folder as `docent ingest` does, then embeds the first
 * chunks of it again, alone. Also loading, one question, and memory. One line of JSON for each chunk size.
 *
 * Processor time a chunk is the figure that other programs on the machine disturb least; chunks/s are of the clock. For
 * one core: `taskset -c 0 tsx measure-speed.ts …`. Speed does not depend on what the weights are: random ones do.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ingestCached } from '../../../../server/bench/cached-index.js';
import { loadConfig } from '../../../../src/core/config.js';
import type { Embedder } from '../../../../src/models/embedder.js';
import { loadEmbedder } from '../../../../src/models/transformers-embedder.js';

const questions = ['What does the agreement say about the term of the lease?', 'how do vaccines change T cells', 'revenue 2022'];
const questionRounds = 20;

interface Timed {
  readonly wallMs: number;
  readonly cpuMs: number;
}

async function timed<T>(work: () => Promise<T>): Promise<Timed & { readonly result: T }> {
  const [before, started] = [process.cpuUsage(), performance.now()];
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, wallMs: performance.now() - started, cpuMs: (user + system) / 1000 };
}

/** Lowest, middle, highest. */
function spread(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return [0, 0.5, 1].map((share) => round(sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The embedder, remembering what it was given. */
function recording(embedder: Embedder, texts: string[]): Embedder {
  return {
    name: embedder.name,
    fingerprint: embedder.fingerprint,
    dimensions: embedder.dimensions,
    maxTokens: embedder.maxTokens,
    preferredChunkTokens: embedder.preferredChunkTokens,
    countTokens: (text) => embedder.countTokens(text),
    embedQuery: (text, options) => embedder.embedQuery(text, options),
    embedDocuments: (given, options) => {
      texts.push(...given);
      return embedder.embedDocuments(given, options);
    },
    dispose: () => embedder.dispose(),
  };
}

/** Milliseconds of processor time and of the clock for one question. */
async function questionTimes(embedder: Embedder): Promise<Record<string, readonly number[]>> {
  const times: Timed[] = [];
  for (let turn = 0; turn < questionRounds; turn += 1) {
    times.push(await timed(() => embedder.embedQuery(questions[turn % questions.length] ?? '')));
  }
  return { questionCpuMs: spread(times.map(({ cpuMs }) => cpuMs)), questionMs: spread(times.map(({ wallMs }) => wallMs)) };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'chunk-tokens': { type: 'string', default: '128,192,256,384' },
    rounds: { type: 'string', default: '3' },
    texts: { type: 'string', default: '200' },
  },
});
const [model = '', documents = ''] = positionals;
const work = mkdtempSync(join(tmpdir(), 'measure-speed-'));
try {
  const defaults = loadConfig({});
  const loading = await timed(() => loadEmbedder({ ...defaults.embedder, name: resolve(model), isDefault: false }));
  const embedder = loading.result;
  const asked = await questionTimes(embedder);
  for (const chunkTokens of values['chunk-tokens'].split(',').map(Number)) {
    const config = { ...defaults, indexesFolder: work, chunkTokens };
    const texts: string[] = [];
    const index = { config, name: `chunks-${chunkTokens}`, embedder: recording(embedder, texts) };
    const ingest = await timed(() => ingestCached(index, { folder: resolve(documents) }));
    const some = texts.slice(0, Number(values.texts));
    const tokens = some.reduce((sum, text) => sum + Math.min(embedder.maxTokens, embedder.countTokens(text)), 0);
    const alone: Timed[] = [];
    for (let turn = 0; turn < Number(values.rounds); turn += 1) {
      alone.push(await timed(() => embedder.embedDocuments(some)));
    }
    const figures = {
      model: basename(model),
      cores: availableParallelism(),
      chunkTokens,
      tokensPerChunk: round(tokens / some.length),
      chunks: texts.length,
      encodeCpuMs: spread(alone.map(({ cpuMs }) => cpuMs / some.length)),
      encodeChunksPerSecond: spread(alone.map(({ wallMs }) => (some.length / wallMs) * 1000)),
      ingestCpuMs: round(ingest.cpuMs / texts.length),
      ingestChunksPerSecond: round((texts.length / ingest.wallMs) * 1000),
      loadMs: Math.round(loading.wallMs),
      loadCpuMs: Math.round(loading.cpuMs),
      ...asked,
      memoryMb: Math.round(process.memoryUsage().rss / 1e6),
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  }
  await embedder.dispose();
} finally {
  rmSync(work, { recursive: true });
}
