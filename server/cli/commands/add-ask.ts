import { type Command, Option } from 'commander';
import { collected, seconds, whereHelp, wholeNumber } from '../option-values.js';

/** `ask` and `chat`: one question, or many. */
export function addAsk(docent: Command): void {
  withQuestionOptions(
    docent
      .command('ask')
      .description('answer a question with checked citations, or say that the documents do not tell')
      .argument('<question>'),
  )
    .option(
      '--conversation <id>',
      'keep question and answer in this conversation, and understand the question from it; `new` begins one',
    )
    .option('--json', 'print JSON; with --trace one line for each event')
    .action(async (question: string, options) => {
      const { askCommand } = await import('./ask-command.js');
      await askCommand(question, options);
    });

  withQuestionOptions(
    docent.command('chat').description('ask in a conversation; questions may refer to what was said before'),
  ).action(async (options) => {
    const { chatCommand } = await import('./chat-command.js');
    await chatCommand(options);
  });
}

function withQuestionOptions(command: Command): Command {
  return command
    .option('-i, --index <name>', 'index to ask')
    .option('-k <number>', 'number of passages to answer from', wholeNumber, 10)
    .option('-w, --where <condition>', whereHelp, collected)
    .option('--model <model>', 'chat model that answers, as DOCENT_CHAT_MODEL; `none` quotes the documents')
    .addOption(
      new Option(
        '--web <mode>',
        'search the web: never, where the documents do not suffice, always; as DOCENT_WEB',
      ).choices(['off', 'fallback', 'always']),
    )
    .option('--max-seconds <number>', 'time for one answer, as DOCENT_MAX_SECONDS', seconds)
    .option('--trace', 'show each step as it happens, on standard error');
}
