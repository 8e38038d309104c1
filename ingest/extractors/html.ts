import type { Extractor, FileProbe } from '../extractor.js';

const endings = new Set(['.html', '.htm', '.xhtml', '.xht']);

/** Web pages. The libraries that read them are loaded with the first one. */
export const htmlExtractor: Extractor = {
  format: 'html',
  version: 2,
  accepts: isHtml,
  extract: async (file, options) => (await import('./html-extraction.js')).extractHtml(file, options),
};

/** By its first words; by its ending only where it holds tags at all, as parts of pages do. */
function isHtml({ mimeType, textHead, extension }: FileProbe): boolean {
  if (textHead === undefined || mimeType !== undefined) return false;
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<(?:!doctype\s+html|html[\s>])/iu.test(textHead))
    return true;
  return endings.has(extension) && /<[a-z][^<>]*>/iu.test(textHead);
}
