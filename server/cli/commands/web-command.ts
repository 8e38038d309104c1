import { loadConfig } from '../../../src/core/config.js';
import { createLog } from '../../../src/core/log.js';
import { openWebSearch } from '../../../src/web/search/open-web-search.js';
import { describeState, type SearchOutcome } from '../../../src/web/search/search-outcome.js';
import { colors } from '../colors.js';
import { printJson, printLine } from '../output.js';

export interface WebFlags {
  readonly k: number;
  readonly json?: boolean;
}

/** Whoever asks for it by name wants it: `DOCENT_WEB` is about questions. */
export async function webCommand(query: string, { k, json }: WebFlags): Promise<void> {
  const config = loadConfig();
  const search = openWebSearch(config, { log: createLog(config.logLevel) });
  const outcome = await search.search(query, { count: k });
  if (json === true) printJson(outcome);
  else printOutcome(outcome);
}

function printOutcome({ results, provider, states, searchedAt, isFromCache }: SearchOutcome): void {
  for (const { rank, title, url, snippet } of results) {
    printLine(`${colors.bold(`${rank}. ${title}`)}\n   ${url}`);
    if (snippet !== '') printLine(`   ${snippet}`);
    printLine();
  }
  if (results.length === 0) printLine(`${provider} says that it has found nothing.\n`);
  if (isFromCache) printLine(`Kept from a search at ${new Date(searchedAt).toISOString()}.`);
  for (const [name, state] of Object.entries(states)) printLine(`${name}: ${describeState(state)}`);
}
