import type { Run } from '../run.js';
import { builtInTools } from './built-in-tools.js';
import type { Tool } from './tool.js';

/** Tools that reach no further than the index. */
const local = new Set(builtInTools({ canAskUser: false }).map(({ name }) => name));

/**
 * The tools that an agent is offered: once text of the web has come into the run, those that reach no further than the
 * index. A page could talk the model into misusing any other.
 */
export function trustedTools({ tools, web }: Run): readonly Tool[] {
  return web?.hasRead === true ? tools.filter(({ name }) => local.has(name)) : tools;
}
