import { loadBundledTokens } from '../../src/models/bundled-tokens.js';
import type { IndexWriter } from '../../src/store/index-store.js';
import type { Journal } from '../journal.js';
import { refreshMentions } from './refresh-mentions.js';

export interface LinkOptions {
  readonly writer: IndexWriter;
  readonly journal: Journal;
  readonly signal?: AbortSignal | undefined;
}

/** Brings the mention graph up to date; where nothing has changed, two counts are all that is read. */
export async function linkIndex({ writer, journal, signal }: LinkOptions): Promise<void> {
  const links = journal.links();
  if (links === 'current' && (await writer.hasMentionsOfAll())) return;
  await journal.setLinks('half-made');
  await refreshMentions({ writer, loadTokens: loadBundledTokens, isResumed: links === 'half-made', signal });
  await journal.setLinks('current');
}
