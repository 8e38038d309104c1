// Runs an exported folder in transformers.js and compares it with the float results of check_export.py.
//   node check_export.mjs FOLDER samples.jsonl [int8|fp32]      (needs @huggingface/transformers, found as an import)
// Prints one line a check and, last, a line of JSON with the figures; exit code 1 where a check fails.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AutoModel, AutoTokenizer, env, LogLevel, Tensor } from '@huggingface/transformers';

const minimum = { int8: { cosine: 0.99, correlation: 0.98 }, fp32: { cosine: 0.99999, correlation: 0.99999 } };
const [folder, samplesFile, dtype = 'int8'] = process.argv.slice(2);
env.allowRemoteModels = false;
env.logLevel = LogLevel.ERROR;
const tokenizer = await AutoTokenizer.from_pretrained(resolve(folder));
const model = await AutoModel.from_pretrained(resolve(folder), {
  dtype,
  device: 'cpu',
  session_options: { intraOpNumThreads: 1 },
});
const samples = readFileSync(samplesFile, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const figures = {};
const failures = [];
const expect = (what, isTrue) => {
  console.log(`${isTrue ? 'ok  ' : 'FAIL'} ${what}`);
  if (!isTrue) failures.push(what);
};
const dot = (left, right) => left.reduce((sum, value, i) => sum + value * right[i], 0);
const cosine = (left, right) => dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const centred = (values) => {
  const middle = mean(values);
  return values.map((value) => value - middle);
};
const correlation = (left, right) => cosine(centred(left), centred(right));

/** Rows of ids, padded to the longest. */
const run = async (rows) => {
  const width = Math.max(...rows.map((row) => row.length));
  const tensorOf = (valueOf) => {
    const values = rows.flatMap((row) => Array.from({ length: width }, (_, at) => BigInt(valueOf(row, at))));
    return new Tensor('int64', BigInt64Array.from(values), [rows.length, width]);
  };
  return model({
    input_ids: tensorOf((row, at) => row[at] ?? 0),
    attention_mask: tensorOf((row, at) => (at < row.length ? 1 : 0)),
  });
};

function checkTokenizer() {
  const limit = model.config.max_position_embeddings;
  const whole = samples.filter(({ ids }) => ids.length < limit);
  const differing = whole.filter(({ text, pair, ids }) => {
    const own = tokenizer.encode(text, pair === undefined ? {} : { text_pair: pair });
    return own.length !== ids.length || own.some((id, at) => id !== ids[at]);
  });
  expect(`${whole.length} of ${samples.length} texts are not cut, and get the same ids`, differing.length === 0);
  if (differing.length > 0) console.log(`     first: ${JSON.stringify(differing[0].text.slice(0, 200))}`);
}

async function checkEncoder() {
  const cosines = [];
  const paddedCosines = [];
  for (const { ids, vector } of samples) {
    const { sentence_embedding: output } = await run([ids]);
    cosines.push(cosine(vector, output.tolist()[0]));
    const padded = await run([ids, Array.from({ length: model.config.max_position_embeddings }, () => 1)]);
    paddedCosines.push(cosine(output.tolist()[0], padded.sentence_embedding.tolist()[0]));
  }
  Object.assign(figures, { lowest: Math.min(...cosines), mean: mean(cosines), padded: Math.min(...paddedCosines) });
  expect(
    `cosine of a vector, float against ${dtype}: lowest ${figures.lowest.toFixed(5)}, mean ${figures.mean.toFixed(5)}`,
    figures.lowest >= minimum[dtype].cosine,
  );
  // Whatever is in the batch shares one scale of quantisation, so padding may move an int8 vector a little.
  expect(`padding leaves a vector where it was: cosine at least ${figures.padded.toFixed(5)}`, figures.padded > 0.99);
  const { last_hidden_state: states, sentence_embedding: sentence } = await run([samples[0].ids]);
  const rows = states.tolist()[0];
  const average = sentence.tolist()[0].map((_, at) => mean(rows.map((row) => row[at])));
  expect('sentence_embedding is the mean of last_hidden_state', cosine(average, sentence.tolist()[0]) > 0.999999);
}

async function checkCrossEncoder() {
  const [relevances, spans] = [[], []];
  let sameSpans = 0;
  const best = (values) => values.indexOf(Math.max(...values));
  for (const { ids, relevance, start, end } of samples) {
    const outputs = await run([ids]);
    relevances.push([relevance, outputs.logits.tolist()[0][0]]);
    const [ownStart, ownEnd] = [outputs.start_logits.tolist()[0], outputs.end_logits.tolist()[0]];
    spans.push(correlation([...start, ...end], [...ownStart, ...ownEnd]));
    if (best(start) === best(ownStart) && best(end) === best(ownEnd)) sameSpans += 1;
  }
  figures.lowest = Math.min(...spans);
  figures.relevance = correlation(...[0, 1].map((side) => relevances.map((pair) => pair[side])));
  figures.sameSpans = sameSpans / samples.length;
  const limit = minimum[dtype].correlation;
  expect(`correlation of relevances: ${figures.relevance.toFixed(5)}`, figures.relevance >= limit);
  expect(`correlation of a passage's span logits: lowest ${figures.lowest.toFixed(5)}`, figures.lowest >= limit);
  console.log(`     same best start and end: ${(100 * figures.sameSpans).toFixed(1)} % of ${samples.length} pairs`);
}

checkTokenizer();
const started = process.cpuUsage();
await (samples[0].pair === undefined ? checkEncoder() : checkCrossEncoder());
figures.cpuSeconds = process.cpuUsage(started).user / 1e6;
await model.dispose();
console.log(JSON.stringify(figures));
process.exitCode = failures.length > 0 ? 1 : 0;
