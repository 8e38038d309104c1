import { DocentError } from '../../core/errors.js';
import { type SearchProviderName, searchKeyVariables } from '../../core/web-config.js';
import { failureStates } from './provider-failure.js';
import type { WebResult } from './search-provider.js';

export const providerStates = [
  'answered',
  'nothing-found', // it says so itself
  'not-asked', // another one answered first
  'not-configured',
  ...failureStates,
] as const;

export interface ProviderState {
  readonly state: (typeof providerStates)[number];
  readonly reason?: string | undefined;
  /** When it is asked again, in milliseconds since 1970. */
  readonly retryAt?: number | undefined;
}

/** In the order in which providers are asked. */
export type ProviderStates = Readonly<Partial<Record<SearchProviderName, ProviderState>>>;

export interface SearchOutcome {
  /** Empty only where `provider` says that it has found nothing. */
  readonly results: readonly WebResult[];
  /** Whose results these are. */
  readonly provider: SearchProviderName;
  readonly states: ProviderStates;
  /** When the provider answered, in milliseconds since 1970; before this search where it was found in the cache. */
  readonly searchedAt: number;
  readonly isFromCache: boolean;
}

/** What brings further providers in. */
const settings = { searxng: 'DOCENT_SEARXNG_URL', ...searchKeyVariables } as const;

/** No provider answered: nothing is known about what the web holds. */
export class WebUnavailable extends DocentError {
  readonly states: ProviderStates;

  constructor(states: ProviderStates) {
    const told = Object.entries(states).map(([name, state]) => `${name}: ${describeState(state)}`);
    super('web-unavailable', `The web could not be searched. ${told.join('; ')}.`, { hint: wayOut(states) });
    this.name = 'WebUnavailable';
    this.states = states;
  }
}

/** One line for people: `blocked (it asks for …; not asked again before 12:30:00 UTC)`. */
export function describeState({ state, reason, retryAt }: ProviderState): string {
  const until = retryAt === undefined ? undefined : `not asked again before ${timeOf(retryAt)}`;
  const notes = [reason, until].filter((note) => note !== undefined);
  return notes.length === 0 ? state : `${state} (${notes.join('; ')})`;
}

function wayOut(states: ProviderStates): string {
  const isOffline = Object.values(states).some(({ state }) => state === 'unreachable');
  const first = isOffline ? 'Check that this machine may reach the internet, or try' : 'Try';
  const unused = Object.entries(settings).filter(([name]) => isUnused(states[name as SearchProviderName]));
  const more = unused.length === 0 ? '' : `, or set ${unused.map(([, variable]) => variable).join(' or ')}`;
  return `${first} again later${more}; docs/web-search.md tells how.`;
}

function isUnused(state: ProviderState | undefined): boolean {
  return state === undefined || state.state === 'not-configured';
}

function timeOf(time: number): string {
  return `${new Date(time).toISOString().slice(11, 19)} UTC`;
}
