import { createAssistant } from '../../../src/assistant.js';
import { loadConfig } from '../../../src/core/config.js';
import { parseConditions } from '../../../src/core/filter.js';
import { type AskSettings, configWith } from '../answers/ask-config.js';
import { modelLine } from '../chat/model-line.js';
import { runChat } from '../chat/run-chat.js';
import { lazyWebReader } from '../lazy-web-reader.js';
import { standardStreams } from '../output-stream.js';

interface ChatFlags extends AskSettings {
  readonly index?: string;
  readonly k: number;
  readonly where?: readonly string[];
  readonly trace?: boolean;
}

/** Exit code 1 where a script's line ended in an error. */
export async function chatCommand(flags: ChatFlags): Promise<void> {
  const filter = flags.where === undefined ? undefined : parseConditions(flags.where);
  const config = configWith(loadConfig(), flags);
  const assistant = createAssistant(config, { webReader: lazyWebReader() });
  const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  try {
    const failures = await runChat({
      assistant,
      input: process.stdin,
      streams: standardStreams,
      isInteractive,
      describeModel: () => modelLine(config.chat),
      index: flags.index,
      k: flags.k,
      filter,
      isTraced: flags.trace ?? false,
      web: config.web.mode,
      onInterrupt,
    });
    if (!isInteractive && failures > 0) process.exitCode = 1;
  } finally {
    await assistant.close();
  }
}

function onInterrupt(interrupt: () => void): () => void {
  process.on('SIGINT', interrupt);
  return () => process.off('SIGINT', interrupt);
}
