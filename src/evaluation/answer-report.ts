import { z } from 'zod';

/**
 * Metric name → value from 0 to 1, higher is better; a question has those that apply to it. `answer-hit`: the gold
 * answer stands in the answer, where abstaining is a miss; `forced-answer-hit`: the same where abstaining is not
 * allowed; `token-recall`: the share of the gold answer's words; `exact-match`, `token-f1`: of a chat model's answer;
 * `evidence-…`: of the passages that the agent answers from; `search-…`: of one search with the question itself;
 * `citation-precision`, `citation-recall`, `quotes-verbatim`, `claims-supported`: of an answer that was given.
 */
export const answerMetricNames = [
  ...['answer-hit', 'forced-answer-hit', 'token-recall', 'exact-match', 'token-f1'],
  ...['evidence-recall@5', 'evidence-full-recall@5', 'search-recall@5', 'search-full-recall@5'],
  ...['citation-precision', 'citation-recall', 'quotes-verbatim', 'claims-supported'],
] as const;
const metricsSchema = z.record(z.string(), z.number()).readonly();

const answeredQuestionSchema = z
  .object({
    id: z.string(),
    text: z.string(),
    /** Without marks, at most 600 characters; where docent abstained though it need not, what it says when forced to. */
    answer: z.string(),
    support: z.number(),
    abstained: z.boolean(),
    /** Milliseconds from the question to the end of the answer. */
    ms: z.number(),
    metrics: metricsSchema,
  })
  .readonly();

const abstentionTestShape = {
  auroc: z.number().optional(),
  balancedAccuracy: z.number().optional(),
  /** Share of the abstentions that were right. */
  precision: z.number().optional(),
  /** Share of the unanswerable questions that were abstained from. */
  recall: z.number().optional(),
  /** Area under the risk–coverage curve, the error being an unanswerable question answered. */
  aurc: z.number().optional(),
  /** The unanswerable ones. */
  queries: z.array(answeredQuestionSchema).readonly(),
};

export const answersResultSchema = z
  .object({
    /** `provider:model`; absent where answers were extracted. */
    model: z.string().optional(),
    /** Passages that each answer was made from. */
    passages: z.number(),
    /** Means over the questions that have the metric. */
    metrics: metricsSchema,
    latencyMs: z.object({ p50: z.number(), p95: z.number(), mean: z.number() }).readonly(),
    /** Area under the risk–coverage curve, the error being a forced answer that misses the gold answer. */
    aurc: z.number().optional(),
    queries: z.array(answeredQuestionSchema).readonly(),
    /** Some of the questions asked again with their gold documents hidden; the others are the answerable ones. */
    withheld: z
      .object({ share: z.number(), seed: z.number(), ...abstentionTestShape })
      .readonly()
      .optional(),
    /** The set's own unanswerable questions, against all answerable ones. */
    unanswerable: z.object(abstentionTestShape).readonly().optional(),
  })
  .readonly();

export type AnsweredQuestion = z.infer<typeof answeredQuestionSchema>;
export type AnswersResult = z.infer<typeof answersResultSchema>;
