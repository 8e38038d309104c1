import { createAssistant } from '../../../src/assistant.js';
import { type Config, loadConfig } from '../../../src/core/config.js';
import { DocentError } from '../../../src/core/errors.js';
import { createLog } from '../../../src/core/log.js';
import { handbookIndexName } from '../../../src/retrieval/index-catalog.js';
import { listIndexes } from '../../../src/store/open-index.js';
import { assertSafeBinding } from '../../http/safe-binding.js';
import { startServer } from '../../http/serve.js';
import { progressDisplay } from '../ingest-progress.js';
import { lazyWebReader } from '../lazy-web-reader.js';
import { note, printLine } from '../output.js';
import { runIngest } from '../run-ingest.js';
import { printSummary } from './ingest-command.js';

interface ServeFlags {
  readonly host?: string;
  readonly port?: number;
}

export async function serveCommand(flags: ServeFlags): Promise<void> {
  const loaded = loadConfig();
  if ((flags.port ?? 0) > 65_535) {
    throw new DocentError('invalid-config', `--port ${flags.port} is not a port: it must be from 0 to 65,535.`);
  }
  const server = {
    ...loaded.server,
    ...(flags.host && { host: flags.host }),
    ...(flags.port !== undefined && { port: flags.port }),
  };
  const config: Config = { ...loaded, server };
  assertSafeBinding(config);
  if ((await listIndexes(config.indexesFolder)).length === 0) await buildHandbook(config);
  const assistant = createAssistant(config, { webReader: lazyWebReader() });
  const log = createLog(config.logLevel);
  const running = await startServer({ assistant, config, log }).catch(async (error: unknown) => {
    await assistant.close();
    throw error;
  });
  const ask = `curl -s ${running.url}/v1/ask -H 'content-type: application/json' -d '{"question":"What is hybrid search?"}'`;
  printLine(`docent listens on ${running.url} - try: ${ask}`);
  const stop = () => {
    running
      .close()
      .then(() => assistant.close())
      .catch((error: unknown) => log.error(String(error)));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function buildHandbook(config: Config): Promise<void> {
  note(`There is no index yet: building "${handbookIndexName}" from ${config.documentsFolder}`);
  const display = progressDisplay();
  try {
    const summary = await runIngest({
      config,
      index: handbookIndexName,
      paths: [config.documentsFolder],
      onProgress: (progress) => display.show(progress),
    });
    display.stop();
    printSummary(summary);
  } finally {
    display.stop();
  }
}
