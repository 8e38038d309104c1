import { resolve } from 'node:path';
import { loadConfig } from '../../../src/core/config.js';
import { IndexCatalog, indexUri } from '../../../src/retrieval/index-catalog.js';
import { openIndexWriter } from '../../../src/store/open-index.js';
import { rankingOf, tuneIndex } from '../../tune/tune-index.js';
import { tuneTable, verdictOf } from '../../tune/tune-table.js';
import { interruptSignal } from '../interrupt.js';
import { printJson, printLine } from '../output.js';
import { tuneProgress } from '../tune-progress.js';

interface TuneFlags {
  readonly index?: string;
  readonly queries?: string;
  readonly json?: boolean;
  readonly reset?: boolean;
}

export async function tuneCommand(flags: TuneFlags): Promise<void> {
  const config = loadConfig();
  const catalog = new IndexCatalog(config);
  const signal = interruptSignal();
  try {
    const { name, reader, search } = await catalog.open(flags.index);
    const { embedder, ranking: earlier } = await reader.manifest();
    // Held from the beginning: what is measured is what the weights are stored with.
    const writer = await openIndexWriter(indexUri(config, name), { embedder, owner: `docent tune --index ${name}` });
    try {
      if (flags.reset === true) {
        if (earlier !== undefined) await writer.setRanking(undefined);
        if (flags.json === true) printJson({ index: name, wasTuned: earlier !== undefined });
        else printLine(`The index "${name}" ${earlier === undefined ? 'was not tuned' : 'ranks as by default again'}.`);
        return;
      }
      const progress = tuneProgress(process.stderr);
      const questionFile = flags.queries === undefined ? undefined : resolve(flags.queries);
      const task = { reader, search, questionFile, signal, onQuestion: progress.show };
      const result = await tuneIndex(task).finally(progress.stop);
      const ranking = rankingOf(result, Date.now());
      if (ranking !== undefined || earlier !== undefined) await writer.setRanking(ranking);
      if (flags.json === true) printJson({ index: name, ...result });
      else printLine(`${tuneTable(result)}\n${verdictOf(result, earlier)}`);
    } finally {
      await writer.close();
    }
  } finally {
    await catalog.close();
  }
}
