import type { Extractor, FileProbe } from '../extractor.js';

const wordTypes =
  /^application\/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.|ms-word\.(?:document|template)\.macroenabled)/iu;
const wordEndings = new Set(['.docx', '.docm', '.dotx', '.doc']);
const containerTypes = new Set(['application/zip', 'application/x-cfb']);

/** Word documents (2007 and later). The libraries that read them are loaded with the first one: they take 0.2 s. */
export const docxExtractor: Extractor = {
  format: 'docx',
  version: 1,
  accepts: isWord,
  extract: async (file, options) => (await import('./docx-extraction.js')).extractDocx(file, options),
};

/** Archives and old Word files only by their ending: they are accepted to be refused with the right words. */
function isWord({ mimeType, extension }: FileProbe): boolean {
  if (mimeType === undefined) return false;
  return wordTypes.test(mimeType) || (containerTypes.has(mimeType) && wordEndings.has(extension));
}
