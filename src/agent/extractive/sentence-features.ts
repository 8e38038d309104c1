import type { GatheredSentences } from './gather-sentences.js';
import { passageStandings } from './passage-standing.js';
import { answerKinds, type QuestionFocus } from './question-focus.js';
import { relationsIn } from './relation-cues.js';
import type { SentenceDraft } from './sentence-draft.js';
import type { SentenceLinks } from './sentence-links.js';
import type { SentenceOffers } from './sentence-offers.js';
import { type SentenceStandings, sentenceStandings } from './sentence-standing.js';

/**
 * What the sentence model sees: one row per sentence, columns as `sentenceFeatureNames`. Signals of the whole question
 * come in every row, so that the trees can weigh evidence by the kind of question.
 */
export function sentenceFeatures(evidence: GatheredSentences): Float64Array[] {
  const standings = sentenceStandings(evidence);
  const passageOf = passageStandings(evidence.drafts);
  const ofQuestion = questionFeatures(evidence, standings);
  return evidence.drafts.map((draft, at) => {
    const passage = passageOf(draft.hit);
    return Float64Array.from([
      ...wordFeatures(evidence, standings, at),
      ...nearnessFeatures(standings, at),
      draft.rank,
      passage.share,
      passage.lexical,
      passage.dense,
      passage.walk,
      passage.chain,
      ...placeFeatures(draft, standings, at),
      ...linkFeatures(evidence.links[at] as SentenceLinks),
      ...offerFeatures(evidence.offers[at] as SentenceOffers, draft, evidence.focus),
      ...ofQuestion,
    ]);
  });
}

// biome-ignore format: a line for each group.
export const sentenceFeatureNames = [
  'coverage', 'own', 'ownZ', 'withTitle', 'withTitleGap', 'withTitleRank', 'names', 'relation', 'beyondTitle', 'rest',
  'similarity', 'similarityZ', 'similarityRank', 'relationSimilarity', 'relationSimilarityZ', 'relationSimilarityRank',
  'soft', 'softZ', 'softGap', 'softRank', 'softRelation', 'softRelationZ', 'softRelationRank', 'softRest', 'softRestRank',
  'passageRank', 'passageShare', 'passageLexical', 'passageDense', 'passageWalk', 'passageChain',
  'place', 'placeShare', 'ordinal', 'siblings', 'length', 'rankInPassage', 'bestOfPassage',
  'namedBy', 'namedByShare', 'chain', 'chainGain', 'namedByRank', 'naming', 'namingGain', 'namingRank', 'sharedShare',
  'sharedGain', 'isTitleAsked', 'titleAskedShare', 'saysTitle',
  'newNames', 'fullNames', 'places', 'years', 'dates', 'numbers', 'hasUnit', 'hasLifeDates', 'hasQuote', 'isDefinition',
  'newWords', 'offersAsked', 'relationsShared', 'relationsShare', 'relationsMissing',
  ...answerKinds.map((kind) => `asks-${kind}`),
  'questionTerms', 'questionNames', 'questionRelations', 'bestCoverage', 'bestSoft', 'isUnspaced',
] as const;

const unspaced = /[\u3040-\u30ff\u3400-\u9fff]/u;
/** A character of Chinese or Japanese says as much as this many letters. */
const unspacedLength = 2.5;
const mostCounted = 5;
const mostOrdinal = 10;

function wordFeatures({ drafts, terms, focus }: GatheredSentences, standings: SentenceStandings, at: number) {
  const { terms: own, inContext, coverage } = drafts[at] as SentenceDraft;
  const withTitle = standings.withTitle.values[at] ?? 0;
  const share = (present: Iterable<string>, isWanted: (term: string) => boolean) =>
    terms.coverage(new Set([...present].filter(isWanted)));
  const isNamed = (term: string) => focus.nameTerms.has(term);
  const named = terms.coverage(focus.nameTerms);
  return [
    coverage,
    standings.own.values[at] ?? 0,
    standings.own.z[at] ?? 0,
    withTitle,
    withTitle - standings.withTitle.best,
    standings.withTitle.reciprocalRanks[at] ?? 0,
    share([...own, ...inContext], isNamed) / (named + 1e-9),
    share(own, (term) => !isNamed(term)) / (1 - named + 1e-9),
    share(own, (term) => !inContext.has(term)),
    standings.rest[at] ?? 0,
  ];
}

function nearnessFeatures(
  { similarity, relationSimilarity, soft, softRelation, softRest }: SentenceStandings,
  at: number,
): readonly number[] {
  return [
    similarity.values[at] ?? 0,
    similarity.z[at] ?? 0,
    similarity.reciprocalRanks[at] ?? 0,
    relationSimilarity.values[at] ?? 0,
    relationSimilarity.z[at] ?? 0,
    relationSimilarity.reciprocalRanks[at] ?? 0,
    soft.values[at] ?? 0,
    soft.z[at] ?? 0,
    (soft.values[at] ?? 0) - soft.best,
    soft.reciprocalRanks[at] ?? 0,
    softRelation.values[at] ?? 0,
    softRelation.z[at] ?? 0,
    softRelation.reciprocalRanks[at] ?? 0,
    softRest.values[at] ?? 0,
    softRest.reciprocalRanks[at] ?? 0,
  ];
}

function placeFeatures({ hit, shown, place, siblings }: SentenceDraft, standings: SentenceStandings, at: number) {
  return [
    place,
    siblings > 1 ? place / (siblings - 1) : 0,
    Math.min(mostOrdinal, hit.chunk.ordinal),
    siblings,
    Math.log(1 + shown.length * (unspaced.test(shown) ? unspacedLength : 1)),
    standings.inPassage[at] ?? 0,
    standings.bestOfPassage[at] ?? 0,
  ];
}

function linkFeatures(links: SentenceLinks): readonly number[] {
  return [
    links.namedBy,
    links.namedByShare,
    links.chain,
    links.chainGain,
    links.namedByRank,
    links.naming,
    links.namingGain,
    links.namingRank,
    links.sharedShare,
    links.sharedGain,
    Number(links.isTitleAsked),
    links.titleAskedShare,
    Number(links.saysTitle),
  ];
}

function offerFeatures(offers: SentenceOffers, { shown, place }: SentenceDraft, focus: QuestionFocus) {
  const stated = relationsIn(shown);
  const shared = [...focus.relations].filter((relation) => stated.has(relation)).length;
  const { names, fullNames, places, years, dates, numbers } = offers;
  return [
    ...[names.length, fullNames, places, years, dates, numbers].map((count) => Math.min(mostCounted, count)),
    Number(offers.hasUnit),
    Number(offers.hasLifeDates),
    Number(offers.hasQuote),
    Number(offers.isDefinition && place === 0),
    offers.newWords,
    fitOf(offers, focus),
    shared,
    shared / Math.max(1, focus.relations.size),
    focus.relations.size - shared,
  ];
}

/** Whether a sentence offers what is asked for: 2 clearly, 1 perhaps, −1 not, 0 where it cannot be told. */
function fitOf({ dates, years, numbers, hasUnit, fullNames, names, places }: SentenceOffers, { asks }: QuestionFocus) {
  const graded = (clearly: boolean, perhaps: boolean) => (clearly ? 2 : perhaps ? 1 : -1);
  if (asks.time) return graded(dates > 0, years > 0);
  if (asks.number) return graded(numbers > 0 && hasUnit, numbers > 0);
  if (asks.person) return graded(fullNames > 0, names.length > 0);
  if (asks.place) return graded(places > 0, names.length > 0);
  return 0;
}

function questionFeatures({ focus, terms }: GatheredSentences, { withTitle, soft }: SentenceStandings) {
  return [
    ...answerKinds.map((kind) => Number(focus.asks[kind])),
    terms.terms.length,
    focus.names.size,
    focus.relations.size,
    withTitle.best,
    soft.best,
    Number(unspaced.test(focus.text)),
  ];
}
