import { type Command, InvalidArgumentError } from 'commander';

/** Makes `diff` a subcommand of `bench`; each keeps its own options, also those of the same name. */
export function addBenchDiff(bench: Command): void {
  bench.enablePositionalOptions();
  bench
    .command('diff')
    .description('compare two results of `docent bench --json`, two TREC runs, or two retrievers of one result')
    .argument('<A>', 'result (.json) or run (.trec) to compare with')
    .argument('[B]', 'result or run that is compared; the difference is B minus A')
    .option('--metric <name>', 'such as ndcg@10, recall@5, map (default: nDCG)')
    .option('--retriever <name>', 'only this retriever')
    .option('--retrievers <A,B>', 'two retrievers of the one result A.json', twoNames)
    .option('--qrels <file>', 'judgements for two TREC runs')
    .option('--examples <number>', 'how many of the queries won and lost most are shown', count, 3)
    .option('--fail-below <number>', 'exit with 1 where any difference is below this, such as -0.01', share)
    .option('--json', 'print JSON')
    .action(async (first: string, second: string | undefined, flags) => {
      const { benchDiffCommand } = await import('./bench-diff-command.js');
      await benchDiffCommand(first, second, flags);
    });
}

function twoNames(text: string): readonly [string, string] {
  const [first, second, ...others] = text.split(',').map((name) => name.trim());
  if (!first || !second || others.length > 0) throw new InvalidArgumentError('It must be two names: lexical,hybrid.');
  return [first, second];
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Math.abs(value) <= 1) return value;
  throw new InvalidArgumentError('It must be a number from -1 to 1, such as -0.01.');
}

function count(text: string): number {
  if (!/^\d+$/u.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
