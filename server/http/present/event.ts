import type { AnswerEvent } from '../../../src/core/answer.js';
import { problemOf } from '../problem.js';
import type { EventBody } from '../schemas/event.js';
import { presentAbstention, presentAnswer, presentCitation } from './answer.js';
import { presentHit } from './hit.js';

export function presentEvent(event: AnswerEvent, instance: string): EventBody {
  switch (event.type) {
    case 'thought':
      return { type: event.type, text: event.text, ...agentOf(event) };
    case 'draft-delta':
    case 'text-delta':
      return { type: event.type, text: event.text };
    case 'tool-call':
      return { type: event.type, tool: event.tool, arguments: event.arguments, ...agentOf(event) };
    case 'tool-result':
      return {
        type: event.type,
        tool: event.tool,
        text: event.text,
        isError: event.isError,
        hits: event.hits.map(presentHit),
        durationMs: event.durationMs,
        ...agentOf(event),
      };
    case 'critique':
      return { type: event.type, text: event.text, support: event.support, sufficiency: event.sufficiency };
    case 'citation':
      return { type: event.type, citation: presentCitation(event.citation) };
    case 'answer-end':
      return { type: event.type, answer: presentAnswer(event.answer) };
    case 'abstention':
      return {
        type: event.type,
        answer: presentAnswer(event.answer),
        abstention: presentAbstention(event.abstention),
      };
    case 'error':
      return { type: event.type, error: problemOf(event.error, instance) };
  }
}

function agentOf({ agent }: { readonly agent?: string | undefined }): { readonly agent?: string } {
  return agent === undefined ? {} : { agent };
}
