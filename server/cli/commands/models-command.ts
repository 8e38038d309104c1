import Table from 'cli-table3';
import { type EmbedderConfig, loadConfig } from '../../../src/core/config.js';
import { type ProviderReport, type ProviderState, reportProviders } from '../../../src/models/chat/provider-report.js';
import { type InstalledEncoder, installedEncoders } from '../../../src/models/encoder-folders.js';
import { colors } from '../colors.js';
import { printJson, printLine } from '../output.js';

const shownModels = 8;

export async function modelsCommand(flags: { readonly json?: boolean }): Promise<void> {
  const { chat, embedder } = loadConfig();
  const report = await reportProviders(chat);
  const encoders = await installedEncoders(embedder);
  if (flags.json === true) return printJson({ ...report, encoder: embedder.name, encoders });
  printReport(report);
  printEncoders(encoders, embedder);
}

/** What `docent ingest --embedder` takes besides any encoder of the model hub. */
function printEncoders(encoders: readonly InstalledEncoder[], set: EmbedderConfig): void {
  const lines = encoders.map(({ name, bytes, isBundled }) => {
    const origin = isBundled ? 'bundled' : `in ${set.modelsFolder}`;
    const shown = `${name} (${(bytes / 1e6).toFixed(1)} MB, ${origin})`;
    return name === set.name ? colors.bold(`* ${shown}`) : `  ${shown}`;
  });
  const isElsewhere = !encoders.some(({ name }) => name === set.name);
  const table = new Table({ style: { head: [], border: [] }, colWidths: [11, 67], wordWrap: true });
  table.push(['encoders', [...lines, ...(isElsewhere ? [colors.bold(`* ${set.name}`)] : [])].join('\n')]);
  printLine(table.toString());
  const origin = set.isDefault === true ? 'not set; an index is read with its own' : 'DOCENT_EMBEDDER';
  printLine(`encoder of new indexes: ${set.name} (${origin}). Choose with docent ingest --embedder NAME.`);
}

function printReport(report: ProviderReport): void {
  const table = new Table({ style: { head: [], border: [] }, colWidths: [11, 67], wordWrap: true });
  for (const state of report.providers) table.push([state.provider, describe(state)]);
  printLine(table.toString());
  printLine(`chosen: ${report.chosen ?? 'nothing'}${originOf(report)}`);
  if (report.problem !== undefined) printLine(colors.yellow(`It will not answer: ${report.problem}`));
  printLine('Choose with DOCENT_CHAT_MODEL; docs/chat-models.md tells how.');
}

function originOf({ chosen, isSet }: ProviderReport): string {
  if (isSet) return ' (DOCENT_CHAT_MODEL)';
  return chosen === 'none' ? ' (answers are extracted from the documents)' : ' (found; DOCENT_CHAT_MODEL is not set)';
}

function describe({ address, key, reason, models, chosenModel }: ProviderState): string {
  const withKey = key?.isSet === true ? `, ${key.variable} is set` : '';
  const state = reason ?? colors.green(`ready${withKey}`);
  const names = [...new Set([...(chosenModel === undefined ? [] : [chosenModel]), ...models])];
  const shown = names
    .slice(0, shownModels)
    .map((name) => (name === chosenModel ? colors.bold(`* ${name}`) : `  ${name}`));
  const more = names.length > shownModels ? [`  and ${names.length - shownModels} more`] : [];
  return [state, ...(reason?.includes(address) === true ? [] : [address]), ...shown, ...more].join('\n');
}
