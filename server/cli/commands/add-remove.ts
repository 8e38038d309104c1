import type { Command } from 'commander';

export function addRemove(docent: Command): void {
  docent
    .command('remove')
    .description('take folders, files or sites out of an index, with their documents')
    .argument('<source...>', 'folders, files and web addresses, as `docent status` lists them')
    .option('-i, --index <name>', 'index to take them out of')
    .option('--json', 'print one JSON summary')
    .action(async (sources: string[], options) => {
      const { removeCommand } = await import('./remove-command.js');
      await removeCommand(sources, options);
    });
}
