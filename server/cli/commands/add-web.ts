import type { Command } from 'commander';
import { wholeNumber } from '../option-values.js';

export function addWeb(docent: Command): void {
  docent
    .command('web')
    .description('search the web, and show which provider answered and why the others did not')
    .argument('<query>')
    .option('-k <number>', 'number of pages, at most 20', wholeNumber, 10)
    .option('--json', 'print JSON')
    .action(async (query: string, options) => {
      const { webCommand } = await import('./web-command.js');
      await webCommand(query, options);
    });
}
