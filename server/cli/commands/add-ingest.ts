import type { Command } from 'commander';
import { requestRate, wholeNumber } from '../option-values.js';

export function addIngest(docent: Command): void {
  docent
    .command('ingest')
    .description('bring an index up to date with folders, files, and pages or sites of the web')
    .argument('[path...]', 'folders, files and web addresses; without any, those that the index was built from')
    .option('-i, --index <name>', 'index to fill')
    .option('--embedder <name>', 'encoder from now on, as `docent models` lists them; another index is built anew')
    .option('--rebuild', 'build the index anew, with the encoder that is set now; the old one serves until the end')
    .option('--depth <number>', 'follow links from a web address so many pages deep (default: 0)', wholeNumber)
    .option('--whole-site', "follow links out of the address's folder too, on the same host")
    .option('--sitemap', 'read the pages that the sitemap of the site names')
    .option('--max-pages <number>', 'pages of one site at most (default: 500)', wholeNumber)
    .option('--rate <number>', 'requests per second to one host (default: 1)', requestRate)
    .option('--json', 'print one JSON summary')
    .action(async (paths: string[], options) => {
      const { ingestCommand } = await import('./ingest-command.js');
      await ingestCommand(paths, options);
    });
}
