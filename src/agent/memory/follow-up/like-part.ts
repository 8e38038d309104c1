import { replaced } from './compose.js';
import type { Lexicon } from './lexicon.js';
import { isMarked, type ProperName, properNames } from './proper-names.js';
import { type QuestionWord, questionWords } from './question-words.js';
import { isRegionName } from './region-names.js';

type Kind = 'year' | 'quarter' | 'month' | 'number' | 'region' | 'identifier' | 'abbreviation' | 'name';

const placePrepositions = new Set('in from to at near aus nach en desde à'.split(' '));

interface Part {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly preposition: string | undefined;
}

const months =
  /^(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|march|märz|april|may|mai|june?|juni|july?|juli|aug(?:ust)?|sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/iu;

/** Names may take each other's place whatever they look like; a year takes only that of a year. */
const nameKinds: ReadonlySet<Kind> = new Set(['region', 'identifier', 'abbreviation', 'name']);

/**
 * The earlier question with its like part replaced by the new one: year for year, name for name.
 * Undefined where it has no such part, or where the new one is no such part.
 */
export function withLikePart(previous: string, fresh: string, lexicon: Lexicon): string | undefined {
  const [part, ...others] = partsOf(fresh, lexicon);
  if (part === undefined || others.length > 0 || hasMore(fresh, part, lexicon)) return undefined;
  const candidates = partsOf(previous, lexicon).filter(({ text }) => text.toLowerCase() !== part.text.toLowerCase());
  const chosen = bestMatch(part, candidates);
  if (chosen === undefined) return undefined;
  const start = withArticle(previous, chosen, lexicon);
  const from = start === chosen.start ? part.start : withArticle(fresh, part, lexicon);
  return replaced(previous, [{ start, end: chosen.end, by: fresh.slice(from, part.end) }]);
}

/** Where a name begins with the article that belongs to it: `l'Allemagne`, `the UK`, but not `the BM25 formula`. */
function withArticle(text: string, { start, end }: Part, lexicon: Lexicon): number {
  const words = questionWords(text, lexicon);
  const before = words.findLast((word) => word.end <= start);
  const isHead = words.find((word) => word.start >= end)?.isContent !== true;
  return before !== undefined && isHead && lexicon.determiners.has(before.lower) ? before.start : start;
}

/** Whether the new part is a year or another date. */
export function isDate(fresh: string, lexicon: Lexicon): boolean {
  const [part, ...others] = partsOf(fresh, lexicon);
  return part !== undefined && others.length === 0 && !nameKinds.has(part.kind) && !hasMore(fresh, part, lexicon);
}

function bestMatch(part: Part, candidates: readonly Part[]): Part | undefined {
  const same = candidates.filter(({ kind }) => kind === part.kind);
  const samePreposition = ({ preposition }: Part) => preposition === part.preposition;
  if (same.length > 0 && (part.kind !== 'name' || part.preposition === undefined)) {
    return same.findLast(samePreposition) ?? same.at(-1);
  }
  if (!nameKinds.has(part.kind)) return undefined;
  const names = candidates.filter(({ kind }) => nameKinds.has(kind));
  // `Who is the CEO of Acme?` – `And in Germany?`: not in the place of Acme.
  if (part.preposition !== undefined) return names.findLast(samePreposition);
  // A country takes the place of another place only.
  return part.kind === 'region'
    ? names.findLast(({ preposition }) => placePrepositions.has(preposition ?? ''))
    : names.at(-1);
}

function partsOf(text: string, lexicon: Lexicon): Part[] {
  const words = questionWords(text, lexicon);
  const dates = words.flatMap((word, at) => dateAt(words, word, at, lexicon));
  const names = properNames(text, lexicon)
    .map(withoutYear)
    .filter(({ start, end }) => !dates.some((date) => date.start < end && start < date.end))
    .map(
      (name): Part => ({
        kind: kindOf(name),
        start: name.start,
        end: name.end,
        text: name.text,
        preposition: prepositionBefore(words, name.start, lexicon),
      }),
    );
  const taken = [...dates, ...names];
  const regions = words
    .filter(
      ({ text: word, start }) => isRegionName(word) && !taken.some((part) => part.start <= start && start < part.end),
    )
    .map(({ start, end, text: word }): Part => {
      return { kind: 'region', start, end, text: word, preposition: prepositionBefore(words, start, lexicon) };
    });
  return [...taken, ...regions].sort((a, b) => a.start - b.start);
}

/** `Euro 2008`: the name and the year may each be replaced. */
function withoutYear(name: ProperName): ProperName {
  const text = name.text.replace(/ \d{4}$/u, '');
  return { ...name, text, end: name.start + text.length };
}

function dateAt(words: readonly QuestionWord[], word: QuestionWord, at: number, lexicon: Lexicon): Part[] {
  const kind = dateKind(word, words[at - 1], words.length);
  return kind === undefined
    ? []
    : [
        {
          kind,
          start: word.start,
          end: word.end,
          text: word.text,
          preposition: prepositionBefore(words, word.start, lexicon),
        },
      ];
}

function dateKind({ text, isFirst }: QuestionWord, before: QuestionWord | undefined, count: number): Kind | undefined {
  if (/^(?:1\d{3}|20\d{2})s?$/u.test(text)) return 'year';
  if (/^(?:[QH][1-4])$/iu.test(text)) return 'quarter';
  // `may` is a verb as well.
  if (
    months.test(text) &&
    (/^\p{Lu}/u.test(text) || before !== undefined) &&
    !(text === 'may' || text === 'mars' || text === 'march')
  ) {
    return isFirst && count > 2 && /^may$/iu.test(text) ? undefined : 'month';
  }
  return /^\d+(?:[.,]\d+)?$/u.test(text) ? 'number' : undefined;
}

function kindOf({ text }: ProperName): Kind {
  if (isRegionName(text)) return 'region';
  if (/^\p{Lu}{2,}$/u.test(text)) return 'abbreviation';
  return isMarked(text) ? 'identifier' : 'name';
}

function prepositionBefore(words: readonly QuestionWord[], start: number, lexicon: Lexicon): string | undefined {
  let at = words.findIndex((word) => word.start >= start) - 1;
  while (
    at >= 0 &&
    lexicon.determiners.has(words[at]?.lower ?? '') &&
    !lexicon.prepositions.has(words[at]?.lower ?? '')
  )
    at -= 1;
  const before = words[at]?.lower ?? '';
  return lexicon.prepositions.has(before) ? before : undefined;
}

/** Words beside the part that name something, too: then more than the part is new. */
function hasMore(fresh: string, { start, end }: Part, lexicon: Lexicon): boolean {
  return questionWords(fresh, lexicon).some((word) => word.isContent && (word.end <= start || word.start >= end));
}
