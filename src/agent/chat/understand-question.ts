import { z } from 'zod';
import type { OpenQuestion, Understanding } from '../reasoner.js';
import type { Recollection, Run } from '../run.js';
import { structuredReply } from './structured-reply.js';

const mostParts = 4;

const understandingSchema = z.object({
  standalone: z.string().min(1).describe('The question so that it can be understood without the conversation.'),
  needsSources: z.boolean().describe('False only for greetings, thanks and small talk.'),
  reply: z.string().default('').describe('The reply where no sources are needed, else empty.'),
  parts: z
    .array(
      z.object({
        question: z.string().min(1),
        keywords: z.string().default('').describe('Names and rare words that a passage with the answer contains.'),
        hypothesis: z.string().default('').describe('One sentence as such a passage could say it.'),
      }),
    )
    .max(mostParts * 2)
    .default([])
    .describe('Each thing that has to be found out, in order; one part for a simple question.'),
});

const instructions = `You prepare questions for a search in a collection of documents. You do not answer them.
Complete the question from the conversation where it refers to it (pronouns, "and in 2021?"); leave a question that stands
for itself as it is. Split it where several things have to be found out, one after the other or side by side: "Who is older,
A or B?" has the parts "When was A born?" and "When was B born?". Keep names and numbers exactly as they are written. Write
in the language of the question.`;

/** The question made searchable by the chat model; undefined where its reply is unusable. */
export async function understandQuestion(run: Run): Promise<Understanding | undefined> {
  const reply = await structuredReply(run, {
    system: instructions,
    user: `${conversationText(run.conversation)}Question: ${run.question}`,
    schema: understandingSchema,
    maxTokens: 2000,
    signal: run.budget.searchSignal,
  });
  if (reply === undefined) return undefined;
  const standalone = run.conversation.turns.length === 0 ? run.question : reply.standalone;
  if (!reply.needsSources && reply.reply.trim() !== '') {
    return { standalone, reply: reply.reply.trim(), questions: [], thought: 'This needs no sources.' };
  }
  const parts = reply.parts.slice(0, mostParts).map(openQuestion);
  const questions = parts.length === 0 ? [{ question: standalone }] : parts;
  return { standalone, questions, thought: thoughtOf(run, standalone, questions) };
}

function openQuestion({
  question,
  keywords,
  hypothesis,
}: z.output<typeof understandingSchema>['parts'][number]): OpenQuestion {
  return {
    question,
    ...(keywords.trim() === '' ? {} : { keywords: keywords.trim() }),
    ...(hypothesis.trim() === '' ? {} : { hypothesis: hypothesis.trim() }),
  };
}

function thoughtOf({ question }: Run, standalone: string, questions: readonly OpenQuestion[]): string {
  const understood = standalone === question ? [] : [`Understood as: ${standalone}`];
  const parts = questions.length < 2 ? [] : [`Parts: ${questions.map((part) => part.question).join(' | ')}`];
  const thoughts = [...understood, ...parts];
  return thoughts.length === 0 ? 'Search for the question as it stands.' : thoughts.join('\n');
}

/** The conversation as a model reads it, with a line of its own before the question; empty where there is none. */
export function conversationText({ turns, summary }: Recollection): string {
  if (turns.length === 0 && summary === undefined) return '';
  const before = summary === undefined ? [] : [`Earlier: ${summary}`];
  const lines = turns.flatMap(({ question, answer }) => [`User: ${question}`, `Assistant: ${answer}`]);
  return `Recollection so far:\n${[...before, ...lines].join('\n')}\n\n`;
}
