import type { z } from 'zod';
import type { SearchProviderName } from '../../core/web-config.js';
import { ProviderFailure } from './provider-failure.js';
import type { SearchReply } from './search-request.js';

/**
 * A provider's JSON, checked.
 * @throws ProviderFailure `changed-markup` for anything else
 */
export function jsonOf<Schema extends z.ZodType>(
  provider: SearchProviderName,
  reply: SearchReply,
  schema: Schema,
): z.output<Schema> {
  const value = parse(reply.text);
  if (value === undefined) {
    const what = reply.mediaType === 'text/html' ? 'a web page' : 'something';
    throw new ProviderFailure(provider, 'changed-markup', `it answered ${what} that is not JSON`);
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const path = checked.error.issues[0]?.path.join('.') ?? '';
  const place = path === '' ? '' : ` at ${path.slice(0, 80)}`;
  throw new ProviderFailure(provider, 'changed-markup', `its JSON has another form than docent knows${place}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
