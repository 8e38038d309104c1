import type { z } from 'zod';
import { DocentError } from '../../core/errors.js';
import { generateObject } from '../../models/chat/generate-object.js';
import { tracedModel } from '../../models/chat/traced-model.js';
import type { Run } from '../run.js';

export interface StructuredQuestion<Schema extends z.ZodType> {
  readonly system: string;
  readonly user: string;
  readonly schema: Schema;
  readonly maxTokens: number;
  readonly signal: AbortSignal;
}

/**
 * The model's reply as an object; undefined where it cannot keep to the shape (small models), so that rules take over.
 * @throws DocentError as `ChatModel.stream`
 */
export async function structuredReply<Schema extends z.ZodType>(
  run: Run,
  { system, user, schema, maxTokens, signal }: StructuredQuestion<Schema>,
): Promise<z.output<Schema> | undefined> {
  if (run.model === undefined) return undefined;
  try {
    const messages = [{ role: 'system', content: system } as const, { role: 'user', content: user } as const];
    const { object } = await generateObject(tracedModel(run.model, run.span), {
      messages,
      schema,
      maxTokens,
      temperature: 0,
      signal,
    });
    return object;
  } catch (error) {
    if (!(error instanceof DocentError) || error.code !== 'chat-reply-invalid') throw error;
    run.warn(error.message);
    return undefined;
  }
}
