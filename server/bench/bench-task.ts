import type { Config } from '../../src/core/config.js';
import type { AnswersTask } from './answers/answers-task.js';
import type { BenchProgress } from './bench-progress.js';
import type { BenchRetriever } from './retriever-names.js';

/** What holds for every set of one `docent bench`. */
export interface BenchTask {
  readonly config: Config;
  readonly retrievers: readonly BenchRetriever[];
  /** Cut-off of the metrics, 1 to 100. */
  readonly k: number;
  /** Only so many judged queries of each set. */
  readonly maxQueries?: number | undefined;
  /** Where the TREC run files go. */
  readonly runsFolder?: string | undefined;
  /** Where given, the questions are answered too. */
  readonly answers?: AnswersTask | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress: BenchProgress;
}

/** One set: its folder, and a name that no other set of the task has. */
export interface BenchSet {
  readonly name: string;
  readonly folder: string;
}
