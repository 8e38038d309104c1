import { createRequire } from 'node:module';
import { setNativeDefaults } from '../core/config.js';

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
  setNativeDefaults();
  return import('@lancedb/lancedb');
}
