import type { ChatModel } from '../../models/chat-model.js';
import type { PastTurn } from '../memory/conversation.js';
import type { Summarise } from '../memory/recall.js';

const instructions = `You keep the minutes of a conversation. Continue the summary with the new turns: what was asked, what was answered, which names,
numbers and documents it was about. At most 150 words, plain text, no comment of your own.`;

/** Continues a summary with the chat model. */
export function summariseWith(model: ChatModel, signal: AbortSignal | undefined): Summarise {
  return async (turns, previous) => {
    const before = previous === undefined ? '' : `Summary so far: ${previous}\n\n`;
    const user = `${before}New turns:\n${turns.map(turnText).join('\n')}`;
    let text = '';
    const messages = [{ role: 'system', content: instructions } as const, { role: 'user', content: user } as const];
    for await (const event of model.stream({ messages, maxTokens: 1500, temperature: 0, signal })) {
      if (event.type === 'text-delta') text += event.text;
    }
    return text;
  };
}

function turnText({ question, answer }: PastTurn): string {
  return `User: ${question}\nAssistant: ${answer}`;
}
