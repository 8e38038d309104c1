import type { TokenVectors } from '../../models/token-vectors.js';
import type { MentionGraph } from '../mention-graph/mention-graph.js';
import { type PassageCoverage, passageCoverage } from './passage-coverage.js';
import type { QuestionProfile } from './question-profile.js';
import { TokenSimilarity } from './token-similarity.js';

export interface CoverageReaderParts {
  readonly graph: MentionGraph;
  readonly vectors: TokenVectors;
}

/** What chunks of one graph cover of one question, computed once each; `load` first, then look up. */
export class CoverageReader {
  readonly #profile: QuestionProfile;
  readonly #graph: MentionGraph;
  readonly #similarity: TokenSimilarity;
  readonly #loaded = new Set<number>();
  readonly #known = new Map<number, PassageCoverage>();

  constructor(profile: QuestionProfile, { graph, vectors }: CoverageReaderParts) {
    this.#profile = profile;
    this.#graph = graph;
    this.#similarity = new TokenSimilarity(vectors, profile.tokens);
  }

  /** Of chunks that the graph has loaded; others stay unknown. */
  async load(chunks: Iterable<number>): Promise<void> {
    const passages: Int32Array[] = [];
    for (const chunk of chunks) {
      const mentions = this.#graph.chunk(chunk);
      if (mentions === undefined || this.#loaded.has(chunk)) continue;
      this.#loaded.add(chunk);
      passages.push(mentions.tokens);
    }
    await this.#similarity.load(passages);
  }

  /** Undefined for a chunk that was not loaded. */
  of(chunk: number): PassageCoverage | undefined {
    const known = this.#known.get(chunk);
    const mentions = this.#loaded.has(chunk) ? this.#graph.chunk(chunk) : undefined;
    if (known !== undefined || mentions === undefined) return known;
    const coverage = passageCoverage(mentions, this.#profile, this.#similarity);
    this.#known.set(chunk, coverage);
    return coverage;
  }
}
