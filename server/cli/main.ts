#!/usr/bin/env node
import { Command, Option } from 'commander';
import { packageVersion } from '../../src/core/package-version.js';
import { addAsk } from './commands/add-ask.js';
import { addBenchAnswers } from './commands/add-bench-answers.js';
import { addBenchDiff } from './commands/add-bench-diff.js';
import { addIngest } from './commands/add-ingest.js';
import { addRemove } from './commands/add-remove.js';
import { addWeb } from './commands/add-web.js';
import { collected, whereHelp, wholeNumber } from './option-values.js';
import { reportError } from './report-error.js';

/** Commands load what they need when they run: `docent --help` stays quick. */
function program(): Command {
  const docent = new Command('docent')
    .description('Ask a folder of documents and get answers whose citations are checked.')
    .version(packageVersion())
    .enablePositionalOptions() // so that `bench` leaves the options of `bench diff` alone
    .showHelpAfterError()
    .showSuggestionAfterError();

  addIngest(docent);
  addRemove(docent);

  docent
    .command('search')
    .description('find passages')
    .argument('<query>')
    .option('-i, --index <name>', 'index to search')
    .option('-k <number>', 'number of passages', wholeNumber, 10)
    .addOption(
      new Option('-m, --mode <mode>', 'how to search')
        .choices(['default', 'hybrid', 'graph', 'dense', 'lexical'])
        .default('default'),
    )
    .option('-w, --where <condition>', `${whereHelp}: format=pdf, "page>=3", "name~reports/**"`, collected)
    .option('--json', 'print JSON')
    .action(async (query: string, options) => {
      const { searchCommand } = await import('./commands/search-command.js');
      await searchCommand(query, options);
    });

  addAsk(docent);
  addWeb(docent);

  docent
    .command('status')
    .description('show the indexes, and every file that failed with its reason')
    .option('-i, --index <name>', 'only this index')
    .option('--json', 'print JSON')
    .action(async (options) => {
      const { statusCommand } = await import('./commands/status-command.js');
      await statusCommand(options);
    });

  docent
    .command('models')
    .description('show which chat models can be reached, why the others cannot, and which encoders there are')
    .option('--json', 'print JSON')
    .action(async (options) => {
      const { modelsCommand } = await import('./commands/models-command.js');
      await modelsCommand(options);
    });

  docent
    .command('serve')
    .description('answer over HTTP; builds an index of the bundled handbook where there is none')
    .option('--host <address>', 'address to listen on')
    .option('--port <number>', 'port to listen on', wholeNumber)
    .action(async (options) => {
      const { serveCommand } = await import('./commands/serve-command.js');
      await serveCommand(options);
    });

  addTune(docent);
  addBench(docent);
  return docent;
}

function addTune(docent: Command): void {
  docent
    .command('tune')
    .description('measure which signals should speak louder in one index, and keep what gains')
    .option('-i, --index <name>', 'index to tune')
    .option('-q, --queries <file>', 'your own questions: JSON lines {"text", "documents", "pages"}; else made ones')
    .option('--reset', 'rank as by default again')
    .option('--json', 'print JSON')
    .action(async (options) => {
      const { tuneCommand } = await import('./commands/tune-command.js');
      await tuneCommand(options);
    });
}

function addBench(docent: Command): void {
  const bench = docent
    .command('bench')
    .description('measure retrieval and answers on sets in BEIR format')
    .argument('<folder...>', 'folders with corpus.jsonl, queries.jsonl and qrels.tsv')
    .option(
      '-r, --retrievers <names>',
      'separated by commas (default: lexical,hybrid,default; with --answers: default)',
    )
    .option('-k, --k <number>', 'cut-off of nDCG, MRR, recall and precision', wholeNumber, 10)
    .option('--queries <number>', 'only the first queries of each set, for a quick look', wholeNumber)
    .option('--runs <folder>', 'write what was found as TREC run files, top 100')
    .option('--json <file>', 'write all results, query by query')
    .option('--html <file>', 'write a page with tables and charts that opens without a network')
    .action(async (folders: string[], options) => {
      const { benchCommand } = await import('./commands/bench-command.js');
      await benchCommand(folders, options);
    });
  addBenchAnswers(bench);
  addBenchDiff(bench);
}

// Whoever reads the output may stop early (`docent search … | head`); that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
