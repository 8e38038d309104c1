import { Worker } from 'node:worker_threads';
import { memoryLimitSignal } from './pdf-protocol.js';

export interface Watchdog {
  /** From now on, this process ends itself above so many bytes of resident memory. */
  limit(bytes: number): void;
}

const checkEveryMs = 100;

/**
 * A thread beside the PDF reader: pdf.js can be busy for minutes without returning to its event loop, and neither its
 * size nor a lost parent is noticed there meanwhile. Plain JavaScript, because loaders do not reach into threads.
 */
const threadSource = `
const { parentPort, workerData } = require('node:worker_threads');
let limitBytes = Infinity;
parentPort.on('message', (bytes) => { limitBytes = bytes; });
setInterval(() => {
  if (process.ppid !== workerData.parentId) process.kill(process.pid, 'SIGKILL');
  if (process.memoryUsage.rss() > limitBytes) process.kill(process.pid, workerData.memorySignal);
}, ${checkEveryMs});
`;

export function startWatchdog(): Watchdog {
  // Windows knows no user signals.
  const memorySignal = process.platform === 'win32' ? 'SIGKILL' : memoryLimitSignal;
  const thread = new Worker(threadSource, { eval: true, workerData: { parentId: process.ppid, memorySignal } });
  thread.unref();
  return { limit: (bytes) => thread.postMessage(bytes) };
}
