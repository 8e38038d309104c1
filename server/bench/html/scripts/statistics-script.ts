/**
 * The comparison of two retrievers, computed in the page for the pair that the reader chooses. It is
 * src/evaluation/compare-runs.ts once more, as a browser reads it; a test holds the two to equal results.
 */
export const statisticsScript = `
function seededRandom(seed) {
  let a = seed | 0, b = 0x9e3779b9 | 0, c = 0x85ebca6b | 0, counter = 1;
  const next = () => {
    const value = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + value) | 0;
    return value >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

function bootstrapInterval(differences, resamples, seed) {
  const values = Float64Array.from(differences);
  const random = seededRandom(seed);
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    for (let drawn = 0; drawn < values.length; drawn++) sum += values[Math.floor((random() / 2 ** 32) * values.length)];
    means[resample] = sum / values.length;
  }
  means.sort();
  const tail = Math.floor(resamples * 0.025 + 1e-9);
  return { lower: means[tail], upper: means[resamples - 1 - tail] };
}

function randomisationTest(differences, rounds, seed) {
  const values = Float64Array.from(differences.filter((difference) => difference !== 0));
  const spread = values.reduce((sum, value) => sum + Math.abs(value), 0);
  const observed = Math.abs(values.reduce((sum, value) => sum + value, 0)) - spread * 1e-10;
  const random = seededRandom(seed);
  let count = 0;
  for (let round = 0; round < rounds; round++) {
    let sum = 0, coins = 0;
    for (let position = 0; position < values.length; position++) {
      coins = position % 32 === 0 ? random() : coins >>> 1;
      sum += (coins & 1) === 0 ? values[position] : -values[position];
    }
    if (Math.abs(sum) >= observed) count++;
  }
  return (count + 1) / (rounds + 1);
}

function comparisonOf(pairs, { resamples, rounds, seed }) {
  const differences = pairs.map(({ first, second }) => second - first);
  return {
    difference: differences.reduce((sum, value) => sum + value, 0) / differences.length,
    interval: bootstrapInterval(differences, resamples, seed),
    pValue: randomisationTest(differences, rounds, seed),
    won: differences.filter((difference) => difference > 0).length,
    lost: differences.filter((difference) => difference < 0).length,
    tied: differences.filter((difference) => difference === 0).length,
  };
}
`;
