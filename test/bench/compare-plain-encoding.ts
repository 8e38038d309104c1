import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutoModel, AutoTokenizer, env, type Tensor } from '@huggingface/transformers';
import { loadConfig } from '../../src/core/config.js';

/** Padded rows of like length in one batch; larger batches were no quicker. */
const batchSize = 32;

/** Encoding alone as transformers.js does it by itself: its tokenizer, the same model, batches sorted by length. */
const [path = ''] = process.argv.slice(2);
const texts = readFileSync(path, 'utf8')
  .split('\n')
  .map((line) => String(JSON.parse(line)))
  .sort((a, b) => a.length - b.length);
const { name, modelsFolder } = loadConfig().embedder;
env.allowRemoteModels = false;
const folder = join(modelsFolder, name);
const tokenizer = await AutoTokenizer.from_pretrained(folder);
const model = await AutoModel.from_pretrained(folder, { dtype: 'int8' });
let vectors = 0;
for (let start = 0; start < texts.length; start += batchSize) {
  const inputs = tokenizer(texts.slice(start, start + batchSize), { padding: true, truncation: true });
  const { sentence_embedding: output } = (await model(inputs)) as { sentence_embedding: Tensor };
  vectors += output.dims[0] ?? 0;
  output.dispose();
}
if (vectors !== texts.length) throw new Error(`${texts.length} chunks gave ${vectors} vectors.`);
await model.dispose();
