import { createAssistant } from '../../../src/assistant.js';
import type { Answer } from '../../../src/core/answer.js';
import type { Citation } from '../../../src/core/citation.js';
import { loadConfig } from '../../../src/core/config.js';
import { parseConditions } from '../../../src/core/filter.js';
import { colors } from '../colors.js';
import { interruptSignal } from '../interrupt.js';
import { printJson, printLine } from '../output.js';

interface AskFlags {
  readonly index?: string;
  readonly k: number;
  readonly where?: readonly string[];
  readonly json?: boolean;
}

export async function askCommand(question: string, flags: AskFlags): Promise<void> {
  const filter = flags.where === undefined ? undefined : parseConditions(flags.where);
  const assistant = createAssistant(loadConfig());
  try {
    const answer = await assistant.answer(question, {
      index: flags.index,
      k: flags.k,
      filter,
      signal: interruptSignal(),
    });
    if (flags.json === true) printJson(answer);
    else printAnswer(answer);
  } finally {
    await assistant.close();
  }
}

function printAnswer({ answer, citations }: Answer): void {
  printLine(answer);
  if (citations.length > 0) printLine();
  for (const citation of citations) printLine(footnote(citation));
}

function footnote({ id, document, location, quote }: Citation): string {
  const place = location === '' ? document : `${document}, ${location}`;
  return `${colors.bold(`[${id}]`)} ${place}: ${colors.dim(`“${quote.replace(/\s+/gu, ' ')}”`)}`;
}
