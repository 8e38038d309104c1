import { parentPort, workerData } from 'node:worker_threads';
import { EncoderRuntime, type RuntimeOptions } from './encoder-runtime.js';

// Entry point of a worker thread: runs the encoder over what it is sent, so that several cores encode at once.

export interface EncoderJob {
  readonly rows: readonly (readonly number[])[];
  readonly pad: number;
}

export type EncoderReply = { readonly vectors: readonly Float32Array[] } | { readonly error: unknown };

const runtime = EncoderRuntime.load(workerData as RuntimeOptions);
// The first job reports it.
runtime.catch(() => undefined);

parentPort?.on('message', ({ rows, pad }: EncoderJob) => {
  runtime
    .then((loaded) => loaded.run(rows, pad))
    .then(
      (vectors) => reply({ vectors }),
      (error: unknown) => reply({ error }),
    );
});

function reply(message: EncoderReply): void {
  parentPort?.postMessage(message);
}
