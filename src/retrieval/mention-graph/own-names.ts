import type { MentioningChunk } from '../../store/index-store.js';
import { isFunctionWord } from '../function-words.js';
import { nameKey, nameWords } from './name-words.js';

/** Single words of at most this many letters are too ordinary for a title; an abbreviation in capitals may have them. */
const shortWord = 3;
/** In words, and in characters of scripts without blanks. */
const longestTitle = 12;
const longestUnspaced = 40;
const longestAlias = 4;
/** In characters: what is longer is no title, and not looked at. */
const longestWritten = 300;
/** Where a text introduces an alias. */
const openingLength = 300;
const parenthetical = /[(（][^()（）]*[)）]/gu;
/** `**Term**: …`, `- **Term:** …`, `**Term** – …`, `**Term** is …` at the beginning of a line. */
const definition =
  /^[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]*)?\*\*([^*\n]{2,60}?)(?:[:：]\*\*|\*\*(?:[ \t]*[:：]|[ \t]+(?:[–—-][ \t]|is\b|are\b|means\b)))/gmu;
/** Bold words that call for attention, and define nothing. */
const calls = new Set(
  'note notes tip tips hint info important warning warnings caution danger attention example examples hinweis achtung wichtig beispiel nota importante ejemplo attention exemple remarque'.split(
    ' ',
  ),
);
/** `National Aeronautics and Space Administration (NASA)`. */
const alias = /^\s*[(（]([^()（）,;\n]{2,30})[)）]/u;
const extension = /\.[a-z\d]{1,8}$/iu;

/** How a chunk's document and section are called, and which of these names lead to the chunk itself. */
export interface OwnNames {
  readonly titles: readonly string[];
  readonly targets: readonly string[];
}

/** A document's title leads to its first chunk, a heading to where it stands, a term to where it is defined. */
export function ownNames({ ordinal, headings, document, text }: Omit<MentioningChunk, 'context'>): OwnNames {
  const isFirst = ordinal === 0;
  const heading = headings.at(-1);
  const ofDocument = [...titleKeys(document.title), ...fileNameKeys(document.name)];
  const ofSection = heading === undefined ? [] : titleKeys(heading);
  const holdsHeading = heading !== undefined && text.includes(heading);
  const defined = [...definedTerms(text), ...aliases(text, isFirst ? [...ofDocument, ...ofSection] : ofSection)];
  return {
    titles: [...new Set([...ofDocument, ...ofSection, ...defined])],
    targets: [...new Set([...(isFirst ? ofDocument : []), ...(holdsHeading ? ofSection : []), ...defined])],
  };
}

/** A title without and with what it adds in parentheses. */
export function titleKeys(title: string): string[] {
  if (title.length > longestWritten) return [];
  const bare = title.replace(parenthetical, ' ');
  return [...new Set([bare, title].map(nameKey))].filter(isTitle);
}

/** `docs/hybrid-search.md` is called "hybrid search". */
export function fileNameKeys(name: string): string[] {
  return extension.test(name) ? linkedNameKeys(name) : [];
}

/** What a link leads to, by the last part of its path; pages of a site have no ending. */
export function linkedNameKeys(path: string): string[] {
  const file = path.split(/[\\/]/u).at(-1) ?? '';
  return [nameKey(file.replace(extension, ''))].filter(isTitle);
}

function definedTerms(text: string): string[] {
  if (!text.includes('**')) return [];
  const terms = [...text.matchAll(definition)].flatMap(([, term = '']) => titleKeys(term));
  return terms.filter((term) => !calls.has(term));
}

/** Where the text begins with the chunk's title and another name in parentheses. */
function aliases(text: string, titles: readonly string[]): string[] {
  const opening = text.slice(0, openingLength);
  if (titles.length === 0 || !/[(（]/u.test(opening)) return [];
  const words = nameWords(opening);
  for (const title of titles) {
    const length = title.split(' ').length;
    for (let at = 0; at + length <= words.length; at += 1) {
      const span = words.slice(at, at + length);
      if (span.map(({ word }) => word).join(' ') !== title) continue;
      const written = alias.exec(opening.slice(span.at(-1)?.end ?? 0))?.[1] ?? '';
      if (isAlias(written)) return [nameKey(written)];
    }
  }
  return [];
}

/** An abbreviation in capitals, or a name in another script. */
function isAlias(written: string): boolean {
  const words = nameWords(written);
  if (words.every(({ word }) => isFunctionWord(word)) || /\d/u.test(written)) return false;
  if (words.every(({ isUnspaced }) => isUnspaced)) return words.length > 1 && words.length <= longestTitle;
  return /\p{Lu}.*\p{Lu}|[^\0-\u024f]/u.test(written) && words.length <= longestAlias && written.length >= shortWord;
}

function isTitle(key: string): boolean {
  if (key === '' || /^[\d ]+$/u.test(key)) return false;
  const words = key.split(' ');
  if (words.length > (nameWords(key)[0]?.isUnspaced === true ? longestUnspaced : longestTitle)) return false;
  if (words.every(isFunctionWord)) return false;
  return words.length > 1 || key.length > shortWord;
}
