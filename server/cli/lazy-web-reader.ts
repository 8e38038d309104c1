import type { WebDocumentReader } from '../../ingest/read-web-document.js';

/** Reads web pages by the extractors that read files; they are loaded with the first page. */
export function lazyWebReader(): WebDocumentReader {
  let opening: Promise<WebDocumentReader> | undefined;
  const open = async () => (await import('../../ingest/read-web-document.js')).openWebDocumentReader();
  return {
    async read(bytes, source) {
      opening ??= open();
      return (await opening).read(bytes, source);
    },
    async close() {
      await (await opening)?.close();
    },
  };
}
