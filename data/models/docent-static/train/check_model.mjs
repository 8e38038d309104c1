// Runs the exported folder in transformers.js and compares it with the float vectors of check_model.py.
//   node check_model.mjs MODEL_FOLDER vectors.jsonl      (needs @huggingface/transformers, found as an import)
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AutoModel, AutoTokenizer, env, Tensor } from '@huggingface/transformers';

const MIN_COSINE = 0.999;
const [folder, vectorsFile] = process.argv.slice(2);
env.allowRemoteModels = false;
const tokenizer = await AutoTokenizer.from_pretrained(resolve(folder));
const model = await AutoModel.from_pretrained(resolve(folder), { dtype: 'int8', device: 'cpu' });

const embed = async (inputs) => (await model(inputs)).sentence_embedding;
const tensorOf = (rows) =>
  new Tensor('int64', BigInt64Array.from(rows.flat().map(BigInt)), [rows.length, rows[0].length]);
const dot = (left, right) => left.reduce((sum, value, i) => sum + value * right[i], 0);
const cosine = (left, right) => dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
const failures = [];
const expect = (what, isTrue) => {
  console.log(`${isTrue ? 'ok  ' : 'FAIL'} ${what}`);
  if (!isTrue) failures.push(what);
};

const samples = readFileSync(vectorsFile, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
samples.sort((left, right) => left.text.length - right.text.length);
const cosines = [];
let tokens = 0;
let milliseconds = 0;
for (let start = 0; start < samples.length; start += 32) {
  const batch = samples.slice(start, start + 32);
  const inputs = tokenizer(
    batch.map((sample) => sample.text),
    { padding: true, truncation: true },
  );
  const before = performance.now();
  const vectors = (await embed(inputs)).tolist();
  milliseconds += performance.now() - before;
  tokens += inputs.attention_mask.data.reduce((sum, bit) => sum + Number(bit), 0);
  for (const [i, sample] of batch.entries()) {
    if (dot(sample.vector, sample.vector) > 0) cosines.push(cosine(sample.vector, vectors[i]));
  }
}
const lowest = Math.min(...cosines);
const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length;
expect(
  `${cosines.length} texts: cosine float against int8 at least ${lowest.toFixed(5)}, mean ${mean.toFixed(6)}`,
  lowest >= MIN_COSINE,
);
console.log(`     model alone: ${Math.round(tokens / (milliseconds / 1000))} tokens a second`);

const ids = [...tokenizer.encode('The mean of the token vectors, padded or not.')];
const alone = (await embed({ input_ids: tensorOf([ids]), attention_mask: tensorOf([ids.map(() => 1)]) })).tolist()[0];
const padding = new Array(9).fill(0);
const mixed = (
  await embed({
    input_ids: tensorOf([[...ids, ...padding], new Array(ids.length + 9).fill(0)]),
    attention_mask: tensorOf([[...ids.map(() => 1), ...padding], new Array(ids.length + 9).fill(0)]),
  })
).tolist();
expect(
  'padding does not change a vector',
  alone.every((value, i) => Math.abs(value - mixed[0][i]) < 1e-6),
);
expect(
  'a row without tokens gives zeros',
  mixed[1].every((value) => value === 0),
);
const single = (
  await embed({ input_ids: tensorOf(ids.map((id) => [id])), attention_mask: tensorOf(ids.map(() => [1])) })
).tolist();
const meanOfSingle = alone.map((_, i) => single.reduce((sum, vector) => sum + vector[i], 0) / single.length);
expect(
  'one-token rows give the token vectors',
  alone.every((value, i) => Math.abs(value - meanOfSingle[i]) < 1e-5),
);
const none = {
  input_ids: new Tensor('int64', new BigInt64Array(0), [1, 0]),
  attention_mask: new Tensor('int64', new BigInt64Array(0), [1, 0]),
};
const empty = await embed(none).then(
  (output) => output.tolist()[0],
  (error) => error,
);
expect(
  `an empty tensor [1, 0] gives ${empty instanceof Error ? empty.message : 'zeros'}`,
  !(empty instanceof Error) && empty.every((value) => value === 0),
);
process.exitCode = failures.length > 0 ? 1 : 0;
