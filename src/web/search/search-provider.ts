import type { SearchProviderName } from '../../core/web-config.js';

/** One page that a provider found. Title and snippet are plain text, and untrusted. */
export interface WebResult {
  readonly title: string;
  /** http or https. */
  readonly url: string;
  /** Empty where the provider shows none. */
  readonly snippet: string;
  readonly provider: SearchProviderName;
  /** Place among the results of its provider; the first is 1. */
  readonly rank: number;
}

export interface SearchRequest {
  /** Most results that are wanted. */
  readonly count: number;
  readonly signal: AbortSignal;
}

export interface SearchProvider {
  readonly name: SearchProviderName;
  /** False where an address or a key is missing; such a provider is never asked. */
  readonly isConfigured: boolean;
  /**
   * An empty list only where the provider itself says that it has found nothing.
   * @throws ProviderFailure for everything else; DocentError `aborted` where the signal fires
   */
  search(query: string, request: SearchRequest): Promise<readonly WebResult[]>;
}
