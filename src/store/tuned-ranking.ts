import { z } from 'zod';

/** What `docent tune` found for one index, kept in its manifest. */
export const tunedRankingSchema = z.object({
  /** Signal → what it adds to the learned ranker's score; which signals there are is the ranking's business. */
  blend: z.record(z.string(), z.number()),
  /** Fingerprint of the ranker that the blend was measured with; on another one it says nothing. */
  ranker: z.string(),
  /** How many questions it was measured on, and whether a person gave them or they were made from the index. */
  questions: z.number().int().min(1),
  source: z.enum(['given', 'made']),
  /** nDCG@10 above the default's, mean over questions held out, with its 95 % interval. */
  gain: z.number(),
  interval: z.object({ lower: z.number(), upper: z.number() }),
  /** ISO 8601. */
  tunedAt: z.string(),
});

type Parsed = z.infer<typeof tunedRankingSchema>;
export type TunedRanking = { readonly [Field in keyof Parsed]: Readonly<Parsed[Field]> };
