import { APICallError } from 'ai';
import { DocentError, type ErrorCode, errorMessage } from '../../core/errors.js';
import type { Secret } from '../../core/secret.js';
import { RefusedFeature } from './refused-feature.js';
import { scrub } from './scrub.js';

/** What the message of an error may and should name. */
export interface FailureContext {
  /** `openai:gpt-5-mini`. */
  readonly name: string;
  readonly secrets: readonly Secret[];
  /** Variable that holds the provider's key. */
  readonly keyVariable: string | undefined;
  /** What to do where the provider does not know the model. */
  readonly unknownModelHint: string;
  /** What the request asked for beyond text. */
  readonly asked: { readonly tools: boolean; readonly output: boolean };
}

const tooLong =
  /context[ _-]?(?:length|window|size)|maximum context|too many (?:input )?tokens|(?:prompt|input) (?:is|was) too long|token count.{0,40}exceeds|reduce the length|exceeds? the (?:available |maximum )?context/iu;
const rateLimit = /rate.?limit|too many requests|overloaded|resource.?exhausted/iu;
const unsupported =
  /not (?:support|enabl|allow|available|permitted)|unsupported|unrecogni[sz]ed|unknown|extra inputs|unexpected|requires?\b|no endpoints|cannot|jinja/iu;
const aboutTools = /\btools?\b|tool[_ -]?(?:choice|calls?|use)|function[_ -]?call/iu;
const aboutOutput = /response[_ ]?format|json[_ ]?(?:schema|mode|object)|structured[_ ]output|responseSchema|grammar/iu;

/**
 * A provider's failure as one of ours. The original is not kept as the cause: it holds the request, and with it the
 * documents' text and, in an echo, the key.
 */
export function providerFailure(error: unknown, context: FailureContext): DocentError {
  const ours = docentErrorIn(error);
  if (ours !== undefined) return ours;
  const status = APICallError.isInstance(error) && (error.statusCode ?? 200) >= 400 ? error.statusCode : undefined;
  const said = scrub(saidBy(error), context.secrets);
  const feature = refusedFeature(status, said, context);
  if (feature !== undefined) return new RefusedFeature(feature, messageOf(context.name, status, said));
  const code = codeOf(status, said, error);
  const hint = hintOf(code, context);
  return new DocentError(code, messageOf(context.name, status, said), hint === undefined ? {} : { hint });
}

/** Errors of our fetch come back wrapped where they hit a body that is being read. */
function docentErrorIn(error: unknown): DocentError | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof DocentError) return each;
  }
  return undefined;
}

function saidBy(error: unknown): string {
  if (APICallError.isInstance(error)) {
    const body = error.responseBody ?? '';
    // Bodies that the SDK does not understand leave only the status text in its message.
    return body !== '' && !body.includes(error.message) ? `${error.message}: ${body}` : error.message;
  }
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return typeof error === 'string' ? error : errorMessage(JSON.stringify(error));
}

function refusedFeature(
  status: number | undefined,
  said: string,
  { asked }: FailureContext,
): RefusedFeature['feature'] | undefined {
  if (status === undefined || ![400, 404, 405, 422, 500, 501].includes(status) || !unsupported.test(said)) {
    return undefined;
  }
  if (asked.output && aboutOutput.test(said)) return 'output';
  if (asked.tools && aboutTools.test(said)) return 'tools';
  return undefined;
}

function codeOf(status: number | undefined, said: string, error: unknown): ErrorCode {
  if (status === 401 || status === 403) return 'chat-model-refused';
  if (tooLong.test(said)) return 'chat-context-too-long';
  if (status === 404) return 'chat-model-not-found';
  if (status === 408 || status === 504) return 'chat-model-timeout';
  if (status === 429 || rateLimit.test(said)) return 'chat-model-rate-limited';
  const isCut = /terminated|without a finish reason|other side closed|premature close/iu.test(
    `${said} ${causeOf(error)}`,
  );
  return status === undefined && isCut ? 'chat-reply-cut' : 'chat-model-failed';
}

function causeOf(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? errorMessage(error.cause) : '';
}

function messageOf(name: string, status: number | undefined, said: string): string {
  return `The chat model ${name} failed${status === undefined ? '' : ` with status ${status}`}: ${said || 'no reason given'}`;
}

function hintOf(code: ErrorCode, { keyVariable, unknownModelHint }: FailureContext): string | undefined {
  switch (code) {
    case 'chat-model-refused':
      return keyVariable === undefined ? undefined : `Check the key in ${keyVariable}.`;
    case 'chat-model-not-found':
      return unknownModelHint;
    case 'chat-model-rate-limited':
      return 'Wait a little, or use another model; an account without credit shows the same.';
    case 'chat-context-too-long':
      return 'Ask with fewer passages, or use a model with a larger context.';
    case 'chat-reply-cut':
      return 'The connection ended in the middle of the reply; ask again.';
    default:
      return undefined;
  }
}
