/**
 * Two rankings become one: z-score fusion and reciprocal rank fusion, side by side.
 *
 * The question is "car insurance after an accident". The chunk that answers it is `claims`. It is second in both
 * rankings and first after fusion, because its rivals are good in one ranking only.
 *
 * Run it with: npx tsx fuse-rankings.ts
 */

type Scores = Readonly<Record<string, number>>;

/** BM25: adverts for cars share the word "car" with the question and rank high by accident. */
const lexical: Scores = { 'car-sales': 14.2, claims: 12.9, 'car-park': 9.1, cover: 6.0, ferry: 2.0, museum: 1.5 };

/** Cosine similarity: "vehicle cover" means nearly the same as "car insurance". */
const dense: Scores = { cover: 0.61, claims: 0.58, ferry: 0.33, 'car-sales': 0.31, museum: 0.28, 'car-park': 0.25 };

/** Score minus mean, divided by the standard deviation: afterwards both lists have mean 0 and deviation 1. */
function standardise(scores: Scores): Scores {
  const values = Object.values(scores);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  // Equal scores everywhere carry no information, so all become 0.
  const deviation = Math.sqrt(variance) || 1;
  return Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, (value - mean) / deviation]));
}

/** Adds the z-scores. A weight of 0.5 lets both searches count the same. */
function fuseByZScore(first: Scores, second: Scores, secondWeight = 0.5): Scores {
  const a = standardise(first);
  const b = standardise(second);
  return Object.fromEntries(
    Object.keys(first).map((name) => [name, (1 - secondWeight) * (a[name] ?? 0) + secondWeight * (b[name] ?? 0)]),
  );
}

/** Ranks start at 1; the constant 60 is the one of the paper by Cormack, Clarke and Büttcher (2009). */
function fuseByRank(lists: readonly Scores[], constant = 60): Scores {
  const fused: Record<string, number> = {};
  for (const list of lists) {
    for (const [index, name] of order(list).entries()) {
      fused[name] = (fused[name] ?? 0) + 1 / (constant + index + 1);
    }
  }
  return fused;
}

function order(scores: Scores): string[] {
  return Object.keys(scores).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
}

function show(title: string, scores: Scores): void {
  const cells = order(scores).map((name) => `${name} ${(scores[name] ?? 0).toFixed(4)}`);
  process.stdout.write(`${title}: ${cells.join(', ')}\n`);
}

show('z-scores', fuseByZScore(lexical, dense));
show('RRF', fuseByRank([lexical, dense]));

// Output:
//   z-scores: claims 1.1810, cover 0.5828, car-sales 0.3821, car-park -0.3434, ferry -0.7896, museum -1.0129
//   RRF: claims 0.0323, car-sales 0.0320, cover 0.0320, ferry 0.0313, car-park 0.0310, museum 0.0305
//
// Both put `claims` first. RRF then ties `car-sales` and `cover`, since each has the ranks 1 and 4. The z-scores put
// `cover` ahead: its lead in the dense search is real, while the lead of `car-sales` over `claims` is small.
