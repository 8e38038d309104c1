import { NameDictionary } from '../../retrieval/mention-graph/name-dictionary.js';
import { nameWords } from '../../retrieval/mention-graph/name-words.js';
import { titleKeys } from '../../retrieval/mention-graph/own-names.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import type { QuestionFocus } from './question-focus.js';
import type { SentenceDraft } from './sentence-draft.js';
import type { SentenceOffers } from './sentence-offers.js';

/** What links a sentence with those of other documents; shares are of the question's terms, 0 to 1. */
export interface SentenceLinks {
  /** Sentences that name this one's document, at most 5; the largest share in one of them. */
  readonly namedBy: number;
  readonly namedByShare: number;
  /** Share of the best of them and this one together, and what this one adds. */
  readonly chain: number;
  readonly chainGain: number;
  /** Reciprocal rank of the best passage with one of them. */
  readonly namedByRank: number;
  /** Other documents that the sentence names, at most 5; what the best of them adds; its reciprocal rank. */
  readonly naming: number;
  readonly namingGain: number;
  readonly namingRank: number;
  /** Along names that the question does not say: the largest share in another sentence, and what this one adds. */
  readonly sharedShare: number;
  readonly sharedGain: number;
  /** Whether the question says its document's title, how much of it, and whether the sentence does. */
  readonly isTitleAsked: boolean;
  readonly titleAskedShare: number;
  readonly saysTitle: boolean;
  /** Ids of the other documents that the sentence names. */
  readonly names: readonly string[];
}

export interface Linking {
  readonly drafts: readonly SentenceDraft[];
  readonly offers: readonly SentenceOffers[];
  readonly focus: QuestionFocus;
  readonly terms: QuestionTerms;
}

const mostCounted = 5;
/** A name in more sentences than this links nothing. */
const commonName = 12;

/** How the sentences of several passages hang together: which name the document of which, and which share a name. */
export function sentenceLinks(linking: Linking): SentenceLinks[] {
  const web = webOf(linking);
  return linking.drafts.map((_, at) => ({
    ...namedBy(at, web),
    ...naming(at, web),
    ...sharing(at, web),
    ...titleOf(at, web, linking.focus),
    names: web.named[at] ?? [],
  }));
}

interface Web extends Linking {
  readonly documents: ReadonlyMap<string, LinkedDocument>;
  /** Keys of titles in each sentence. */
  readonly titlesSaid: readonly (readonly string[])[];
  /** Other documents that each sentence names. */
  readonly named: readonly (readonly string[])[];
  /** Document → sentences that name it. */
  readonly namers: ReadonlyMap<string, readonly number[]>;
  /** New name → sentences that hold it. */
  readonly holders: ReadonlyMap<string, readonly number[]>;
  /** The question's terms in each sentence with its title, and their share. */
  readonly whole: readonly ReadonlySet<string>[];
  readonly share: readonly number[];
}

interface LinkedDocument {
  readonly titles: readonly string[];
  readonly terms: ReadonlySet<string>;
  readonly rank: number;
}

function webOf(linking: Linking): Web {
  const { drafts, offers, terms } = linking;
  const whole = drafts.map(({ terms: own, inContext }) => new Set([...own, ...inContext]));
  const documents = documentsOf(drafts, whole);
  const leadsTo = grouped([...documents].flatMap(([id, { titles }]) => titles.map((title) => [title, id] as const)));
  const dictionary = new NameDictionary(leadsTo.keys());
  const titlesSaid = drafts.map(({ shown }) => [...dictionary.namesIn(nameWords(shown)).keys()]);
  const named = titlesSaid.map((titles, at) => {
    const ids = new Set(titles.flatMap((title) => leadsTo.get(title) ?? []));
    ids.delete(drafts[at]?.hit.chunk.documentId ?? '');
    return [...ids];
  });
  return {
    ...linking,
    documents,
    titlesSaid,
    named,
    namers: grouped(named.flatMap((ids, at) => ids.map((id) => [id, at] as const))),
    holders: grouped(offers.flatMap(({ names }, at) => names.map((name) => [name, at] as const))),
    whole,
    share: whole.map((set) => terms.coverage(set)),
  };
}

function documentsOf(drafts: readonly SentenceDraft[], whole: readonly ReadonlySet<string>[]) {
  const documents = new Map<string, LinkedDocument>();
  for (const [at, { hit, rank }] of drafts.entries()) {
    const { documentId, document } = hit.chunk;
    const known = documents.get(documentId) ?? { titles: titleKeys(document.title), terms: new Set(), rank };
    documents.set(documentId, { ...known, terms: new Set([...known.terms, ...(whole[at] ?? [])]) });
  }
  return documents;
}

function grouped<Key, Value>(pairs: readonly (readonly [Key, Value])[]): ReadonlyMap<Key, readonly Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function together({ whole, terms }: Web, at: number, other: ReadonlySet<string> | undefined): number {
  return terms.coverage(new Set([...(whole[at] ?? []), ...(other ?? [])]));
}

function namedBy(at: number, web: Web) {
  const { drafts, namers, share, whole } = web;
  const others = namers.get(drafts[at]?.hit.chunk.documentId ?? '') ?? [];
  const chains = others.map((other) => together(web, at, whole[other]));
  return {
    namedBy: Math.min(mostCounted, others.length),
    namedByShare: Math.max(0, ...others.map((other) => share[other] ?? 0)),
    chain: Math.max(0, ...chains),
    chainGain: Math.max(0, ...others.map((other, place) => (chains[place] ?? 0) - (share[other] ?? 0))),
    namedByRank: Math.max(0, ...others.map((other) => 1 / (drafts[other]?.rank ?? 1))),
  };
}

function naming(at: number, web: Web) {
  const documents = (web.named[at] ?? []).flatMap((id) => web.documents.get(id) ?? []);
  return {
    naming: Math.min(mostCounted, documents.length),
    namingGain: Math.max(0, ...documents.map(({ terms }) => together(web, at, terms) - (web.share[at] ?? 0))),
    namingRank: Math.max(0, ...documents.map(({ rank }) => 1 / rank)),
  };
}

function sharing(at: number, web: Web) {
  const { drafts, offers, holders, share, whole } = web;
  const documentId = drafts[at]?.hit.chunk.documentId;
  const others = (offers[at]?.names ?? []).flatMap((name) => {
    const elsewhere = (holders.get(name) ?? []).filter((other) => drafts[other]?.hit.chunk.documentId !== documentId);
    return elsewhere.length > commonName ? [] : elsewhere;
  });
  return {
    sharedShare: Math.max(0, ...others.map((other) => share[other] ?? 0)),
    sharedGain: Math.max(0, ...others.map((other) => together(web, at, whole[other]) - (share[other] ?? 0))),
  };
}

function titleOf(at: number, { drafts, documents, titlesSaid }: Web, focus: QuestionFocus) {
  const titles = documents.get(drafts[at]?.hit.chunk.documentId ?? '')?.titles ?? [];
  const words = titles[0]?.split(' ') ?? [];
  const asked = words.filter((word) => focus.words.has(word)).length;
  return {
    isTitleAsked: words.length > 0 && asked === words.length,
    titleAskedShare: words.length === 0 ? 0 : asked / words.length,
    saysTitle: titles.some((title) => titlesSaid[at]?.includes(title)),
  };
}
