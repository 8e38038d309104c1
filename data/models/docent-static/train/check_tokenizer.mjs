// Compares the token ids of check_tokenizer.py with those of transformers.js, over whole texts and over their pieces.
//   node check_tokenizer.mjs MODEL_FOLDER ids.jsonl      (needs @huggingface/transformers, found as an import)
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { AutoTokenizer, env } from '@huggingface/transformers';

const [folder, idsFile] = process.argv.slice(2);
env.allowRemoteModels = false;
const tokenizer = await AutoTokenizer.from_pretrained(resolve(folder));
const encode = (text) => tokenizer.encode(text, { add_special_tokens: true });
const isSame = (left, right) => left.length === right.length && left.every((id, i) => id === right[i]);

const counts = {};
const examples = [];
for await (const line of createInterface({ input: createReadStream(idsFile), crlfDelay: Infinity })) {
  const { origin, text, ids } = JSON.parse(line);
  counts[origin] ??= { texts: 0, tokens: 0, differsFromPython: 0, differsByPiece: 0 };
  const count = counts[origin];
  const whole = encode(text);
  const byPiece = text.split(/\s+/).filter(Boolean).flatMap(encode);
  count.texts += 1;
  count.tokens += whole.length;
  if (!isSame(whole, ids)) {
    count.differsFromPython += 1;
    examples.push({ origin, text: text.slice(0, 300), first: whole.findIndex((id, i) => id !== ids[i]) });
  }
  if (!isSame(whole, byPiece)) count.differsByPiece += 1;
}
console.table(counts);
for (const example of examples.slice(0, 10)) console.log(JSON.stringify(example));
process.exitCode = examples.length > 0 || Object.values(counts).some((count) => count.differsByPiece > 0) ? 1 : 0;
