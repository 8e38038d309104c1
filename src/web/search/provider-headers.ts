import { packageVersion } from '../../core/package-version.js';

/** Who asks. docent does not pretend to be a browser: whoever does not want it may say so. */
export function userAgent(): string {
  return `Mozilla/5.0 (compatible; docent/${packageVersion()})`;
}

/** What pages for browsers expect; DuckDuckGo looks at some of these. English, so that its words are known. */
export function pageHeaders(): Readonly<Record<string, string>> {
  return {
    'user-agent': userAgent(),
    accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.5',
    'accept-language': 'en-US,en;q=0.8',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  };
}

export function jsonHeaders(): Readonly<Record<string, string>> {
  return { 'user-agent': userAgent(), accept: 'application/json' };
}
