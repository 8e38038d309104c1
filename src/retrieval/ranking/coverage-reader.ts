import type { TokenVectors } from '../../models/token-vectors.js';
import type { GraphView } from '../mention-graph/graph-view.js';
import { type PassageCoverage, passageCoverage } from './passage-coverage.js';
import type { QuestionProfile } from './question-profile.js';
import { TokenSimilarity } from './token-similarity.js';

export interface CoverageReaderParts {
  readonly graph: GraphView;
  readonly vectors: TokenVectors;
}

/** What chunks of one graph cover of one question, computed once each; `load` first, then look up. */
export class CoverageReader {
  readonly #profile: QuestionProfile;
  readonly #parts: CoverageReaderParts;
  readonly #similarity: TokenSimilarity;
  readonly #loaded = new Set<string>();
  readonly #known = new Map<string, PassageCoverage>();

  constructor(profile: QuestionProfile, parts: CoverageReaderParts) {
    this.#profile = profile;
    this.#parts = parts;
    this.#similarity = new TokenSimilarity(parts.vectors, profile.tokens);
  }

  /** Of chunks that the graph has loaded; others stay unknown. */
  async load(ids: Iterable<string>): Promise<void> {
    const { graph, vectors } = this.#parts;
    const tokens = new Set(this.#profile.tokens);
    for (const id of ids) {
      const mentions = graph.chunk(id);
      if (mentions === undefined || this.#loaded.has(id)) continue;
      this.#loaded.add(id);
      for (let at = 0; at < mentions.tokens.length; at += 1) tokens.add(mentions.tokens[at] as number);
    }
    await vectors.load(tokens);
  }

  /** Undefined for a chunk that was not loaded. */
  of(id: string): PassageCoverage | undefined {
    const known = this.#known.get(id);
    const mentions = this.#loaded.has(id) ? this.#parts.graph.chunk(id) : undefined;
    if (known !== undefined || mentions === undefined) return known;
    const coverage = passageCoverage(mentions, this.#profile, this.#similarity);
    this.#known.set(id, coverage);
    return coverage;
  }
}
