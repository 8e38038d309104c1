import { type Command, InvalidArgumentError } from 'commander';

/** The options of `bench` that are about answers. */
export function addBenchAnswers(bench: Command): void {
  bench
    .option('-a, --answers', 'answer the questions too: gold answers, citations, abstentions')
    .option('--model <model>', 'chat model that answers, as DOCENT_CHAT_MODEL (default: none)')
    .option('--withhold <share>', 'hide the gold documents of so many of the questions, such as 0.5', share)
    .option('--seed <number>', 'which of the questions those are (default: 1)', wholeNumber);
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < 1) return value;
  throw new InvalidArgumentError('It must be a number above 0 and below 1, such as 0.5.');
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
