import type { Config } from '../../core/config.js';
import type { DocumentReader } from '../../core/document-reader.js';
import { DocentError } from '../../core/errors.js';
import { openWebSearch } from '../../web/search/open-web-search.js';
import { openPageVisitor } from '../../web/visit-page.js';
import type { WebAccess } from './web-access.js';

const noReader: DocumentReader = () =>
  Promise.reject(
    new DocentError('format-unsupported', 'Web pages cannot be read: this program was given no reader for them.', {
      hint: "Pass `webReader: openWebDocumentReader()` from 'docent/ingest/web' to createAssistant.",
    }),
  );

/** The public web: search providers in a chain, and pages read behind address checks. One per process. */
export function openWebAccess(
  config: Pick<Config, 'web' | 'indexesFolder'>,
  reader: DocumentReader = noReader,
): WebAccess {
  const chain = openWebSearch(config);
  const visitor = openPageVisitor({ reader });
  return {
    search: async (query, options) => (await chain.search(query, options)).results,
    async visit(url, options) {
      const { finalUrl, title, text, links, accessedAt } = await visitor.visit(url, options);
      return { url: finalUrl, title, text, links, accessedAt };
    },
  };
}
