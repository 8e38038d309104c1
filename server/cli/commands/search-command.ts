import { createAssistant, type SearchMode } from '../../../src/assistant.js';
import { loadConfig } from '../../../src/core/config.js';
import { parseConditions } from '../../../src/core/filter.js';
import type { Hit } from '../../../src/core/hit.js';
import { respellingText } from '../../../src/retrieval/speller.js';
import { presentHit } from '../../http/present/hit.js';
import { colors } from '../colors.js';
import { printJson, printLine } from '../output.js';

interface SearchFlags {
  readonly index?: string;
  readonly k: number;
  readonly mode: SearchMode;
  readonly where?: readonly string[];
  readonly json?: boolean;
}

export async function searchCommand(query: string, flags: SearchFlags): Promise<void> {
  const filter = flags.where === undefined ? undefined : parseConditions(flags.where);
  const assistant = createAssistant(loadConfig());
  try {
    const result = await assistant.search(query, { index: flags.index, k: flags.k, mode: flags.mode, filter });
    const isRespelled = flags.json !== true && result.respelled.length > 0;
    if (isRespelled) printLine(colors.dim(respellingText(result.respelled)));
    if (flags.json === true) printJson({ ...result, hits: result.hits.map(presentHit) });
    else if (result.hits.length === 0) printLine(`Nothing found in the index "${result.index}".`);
    else for (const hit of result.hits) printHit(hit);
  } finally {
    await assistant.close();
  }
}

const snippetLength = 280;

function printHit({ rank, score, chunk }: Hit): void {
  const place = chunk.pageLabel === '' ? '' : `, ${chunk.pageLabel}`;
  const text = chunk.text.replace(/\s+/gu, ' ');
  printLine(`${colors.bold(`${rank}. ${chunk.document.name}`)}${place} ${colors.dim(`(${score.toFixed(2)})`)}`);
  printLine(`   ${text.length > snippetLength ? `${text.slice(0, snippetLength)}…` : text}`);
}
