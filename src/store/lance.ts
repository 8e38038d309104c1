import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { env } from 'node:process';

type Lance = typeof import('@lancedb/lancedb');
type Arrow = typeof import('apache-arrow');

let loading: Promise<Lance> | undefined;

/**
 * LanceDB's own copy of Arrow. An ES import would load the package a second time as another module, and LanceDB
 * rebuilds foreign Arrow tables wrongly (0.31: "schemas must be equivalent").
 */
export const arrow = createRequire(import.meta.url)('apache-arrow') as Arrow;

/** Loads LanceDB when an index is first opened: 140 ms that other commands need not pay. */
export function loadLance(): Promise<Lance> {
  loading ??= prepareAndLoad();
  return loading;
}

function prepareAndLoad(): Promise<Lance> {
  // Lance leaves (cores - 2) threads for computing and deadlocks while it builds a full-text index over about 50,000
  // rows with one thread: measured with 0.31.0 on two cores, where it hangs for good.
  env.LANCE_CPU_THREADS ??= String(Math.max(2, availableParallelism()));
  // Its warnings go to standard error from native code; read once, when the module is loaded.
  env.LANCEDB_LOG ??= 'error';
  return import('@lancedb/lancedb');
}
