import { DocentError } from '../../core/errors.js';
import type { SearchProviderName } from '../../core/web-config.js';

/** Why a provider gave no answer. */
export const failureStates = [
  'blocked', // it takes docent for a robot and does not answer
  'rate-limited', // it wants fewer requests, or the plan of the key is used up
  'unreachable',
  'timeout',
  'changed-markup', // it answered something that docent cannot read
  'refused-key', // the key is missing, wrong or not allowed to search
  'failed',
] as const;
export type FailureState = (typeof failureStates)[number];

export interface FailureDetails {
  /** When the provider wants to be asked again, in milliseconds since 1970. */
  readonly retryAt?: number | undefined;
  readonly hint?: string;
}

/** A provider that was asked and gave no answer. Its words and its causes never hold a key. */
export class ProviderFailure extends DocentError {
  readonly provider: SearchProviderName;
  readonly state: FailureState;
  readonly reason: string;
  readonly retryAt: number | undefined;

  constructor(provider: SearchProviderName, state: FailureState, reason: string, details: FailureDetails = {}) {
    super('web-unavailable', `Web search with ${provider} failed (${state}): ${reason}.`, details);
    this.name = 'ProviderFailure';
    this.provider = provider;
    this.state = state;
    this.reason = reason;
    this.retryAt = details.retryAt;
  }
}
