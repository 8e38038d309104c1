import { z } from 'zod';
import { DocentError } from './errors.js';
import { Secret } from './secret.js';

/** Providers of web search in the order in which they are asked. */
export const searchProviderNames = ['duck-duck-scrape', 'duckduckgo-html', 'searxng', 'brave', 'tavily'] as const;
export type SearchProviderName = (typeof searchProviderNames)[number];

/** Providers that take a key. Each key goes to its provider's own address, which no setting moves. */
export type KeyedSearchProvider = 'brave' | 'tavily';

/** Whether a question may use the web: never, where the index does not suffice, or in any case. */
export const webModes = ['off', 'fallback', 'always'] as const;
export type WebMode = (typeof webModes)[number];

export interface WebConfig {
  /** Never; only where the documents do not suffice; for every question. */
  readonly mode: WebMode;
  readonly searchOrder: readonly SearchProviderName[];
  /** Address of a SearXNG instance. */
  readonly searxngUrl: string | undefined;
  readonly keys: Readonly<Partial<Record<KeyedSearchProvider, Secret>>>;
  /** Longest time for one provider's answer. */
  readonly timeoutMs: number;
}

export const searchKeyVariables: Readonly<Record<KeyedSearchProvider, string>> = {
  brave: 'BRAVE_SEARCH_API_KEY',
  tavily: 'TAVILY_API_KEY',
};

export const webEnvironment = {
  DOCENT_WEB: z.enum(webModes).default('off'),
  DOCENT_WEB_SEARCH: z
    .string()
    .transform((text) => [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== ''))
    .pipe(z.array(z.enum(searchProviderNames)).min(1))
    .default([...searchProviderNames]),
  DOCENT_SEARXNG_URL: z.string().optional(),
  DOCENT_WEB_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(8000),
};

type WebValues = z.output<z.ZodObject<typeof webEnvironment>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** @throws DocentError `invalid-config` for an address of SearXNG that cannot be asked */
export function webConfig(values: WebValues, environment: Environment): WebConfig {
  return {
    mode: values.DOCENT_WEB,
    searchOrder: values.DOCENT_WEB_SEARCH,
    searxngUrl: values.DOCENT_SEARXNG_URL === undefined ? undefined : checkedAddress(values.DOCENT_SEARXNG_URL),
    keys: keysIn(environment),
    timeoutMs: values.DOCENT_WEB_TIMEOUT_MS,
  };
}

/** The value is not shown: it may hold a password. */
function checkedAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (isWeb && url.username === '' && url.password === '') return url.href;
  throw new DocentError('invalid-config', 'The setting DOCENT_SEARXNG_URL is not an address that docent can ask.', {
    hint: 'Give the address of a SearXNG instance, such as http://localhost:8080, without user name and password.',
  });
}

function keysIn(environment: Environment): WebConfig['keys'] {
  const found = Object.entries(searchKeyVariables).flatMap(([provider, variable]) => {
    const key = environment[variable]?.trim() ?? '';
    return key === '' ? [] : [[provider, new Secret(key, variable)] as const];
  });
  return Object.fromEntries(found);
}
