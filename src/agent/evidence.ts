import { createHash } from 'node:crypto';
import type { EvidenceReference } from '../core/answer.js';
import type { Hit } from '../core/hit.js';
import type { SourceText } from './tools/tool.js';

/** How a passage bears on the question, as the critic sees it. */
export type Relevance = 'relevant' | 'partly' | 'irrelevant';

/** A numbered passage that the answerer may cite. */
export interface Evidence {
  readonly number: number;
  readonly hit: Hit;
  /** Texts of tools are checked against what was kept here, passages of the index against the index. */
  readonly origin: 'index' | 'tool' | 'web';
  readonly relevance?: Relevance | undefined;
}

/** One search whose results count towards the order of the evidence. */
export interface EvidenceSearch {
  readonly hits: readonly Hit[];
  /** Share in the fusion; the question's own search counts twice, as expansion alone is known to hurt. */
  readonly weight: number;
  /** The question as it stands: its first results keep their places. */
  readonly isMain?: boolean;
}

/** Reciprocal rank fusion, Cormack et al. 2009. */
const fusionConstant = 60;
/**
 * The first results of the question's own search stay in front, so that several searches never find less among the
 * first five than one.
 */
const keptPlaces = 5;

/** Nothing in a text from elsewhere can be compared with the searches of the index. */
const sourceWeight = 2;

const relevanceOrder: Readonly<Record<Relevance, number>> = { relevant: 2, partly: 1, irrelevant: -1 };

/** All passages that one run has seen, each with the number that it keeps. */
export class EvidenceBook {
  readonly #byNumber: Evidence[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #fused = new Map<string, number>();
  readonly #grades = new Map<string, Relevance>();
  #main: readonly string[] = [];

  get size(): number {
    return this.#byNumber.length;
  }

  get(number: number): Evidence | undefined {
    const evidence = this.#byNumber[number - 1];
    return evidence === undefined ? undefined : this.#graded(evidence);
  }

  /** The passages of a search, numbered; one that is known keeps its number. */
  add({ hits, weight, isMain = false }: EvidenceSearch): readonly Evidence[] {
    if (isMain) this.#main = hits.slice(0, keptPlaces).map(({ chunk }) => chunk.id);
    return hits.map((hit, place) => {
      const { id } = hit.chunk;
      this.#fused.set(id, (this.#fused.get(id) ?? 0) + weight / (fusionConstant + place + 1));
      return this.#numbered(hit, 'index');
    });
  }

  addSource(source: SourceText): Evidence {
    const { kind = 'tool' } = source;
    const evidence = this.#numbered(sourceHit(source), kind);
    const { id } = evidence.hit.chunk;
    // As a first result of a search of its own: the question's own first results stay before it.
    this.#fused.set(id, (this.#fused.get(id) ?? 0) + sourceWeight / (fusionConstant + 1));
    // Nobody calls a tool for what does not matter; pages are for the critic to grade.
    if (kind === 'tool') this.#grades.set(evidence.hit.chunk.id, 'relevant');
    return this.#graded(evidence);
  }

  grade(number: number, relevance: Relevance): void {
    const evidence = this.#byNumber[number - 1];
    if (evidence !== undefined) this.#grades.set(evidence.hit.chunk.id, relevance);
  }

  /** Best first: by the critic's grades where there are some, then by the searches. */
  ranked(): readonly Evidence[] {
    const kept = new Set(this.#main);
    const fused = (evidence: Evidence) => this.#fused.get(evidence.hit.chunk.id) ?? 0;
    const main = this.#main.flatMap((id) => this.get(this.#numbers.get(id) ?? 0) ?? []);
    const others = this.#byNumber
      .filter(({ hit }) => !kept.has(hit.chunk.id))
      .map((evidence) => this.#graded(evidence))
      .sort((a, b) => fused(b) - fused(a));
    const order = ({ relevance }: Evidence) => (relevance === undefined ? 0 : relevanceOrder[relevance]);
    return [...main, ...others].sort((a, b) => order(b) - order(a));
  }

  references(limit: number): readonly EvidenceReference[] {
    return this.ranked()
      .slice(0, limit)
      .map(({ number, hit: { chunk } }) => ({
        number,
        chunkId: chunk.id,
        documentId: chunk.documentId,
        document: chunk.document.name,
        location: chunk.pageLabel,
      }));
  }

  #numbered(hit: Hit, origin: Evidence['origin']): Evidence {
    const known = this.#byNumber[(this.#numbers.get(hit.chunk.id) ?? 0) - 1];
    if (known !== undefined) return known;
    const evidence = { number: this.#byNumber.length + 1, hit, origin };
    this.#byNumber.push(evidence);
    this.#numbers.set(hit.chunk.id, evidence.number);
    return evidence;
  }

  #graded(evidence: Evidence): Evidence {
    const relevance = this.#grades.get(evidence.hit.chunk.id);
    return relevance === undefined ? evidence : { ...evidence, relevance };
  }
}

/** A tool's text in the form of a passage, so that everything downstream knows one kind of evidence. */
function sourceHit({ title, text, uri, accessedAt, kind = 'tool', start = 0, documentId }: SourceText): Hit {
  const id = createHash('sha256').update(`${uri}\n${start}\n${text}`).digest('hex').slice(0, 32);
  const chunk = {
    id,
    documentId: documentId ?? id,
    ordinal: 0,
    text,
    start,
    end: start + text.length,
    context: title,
    headings: [],
    pageStart: 1,
    pageEnd: 1,
    pageLabel: '',
    tokens: 0,
    hash: id,
    metadata: accessedAt === undefined ? {} : { accessedAt },
    document: { id: documentId ?? id, name: uri, title, format: kind },
  };
  return { chunk, score: 0, rank: 0, parts: {} };
}
