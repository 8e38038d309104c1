import { readFileSync } from 'node:fs';
import { loadConfig } from '../../src/core/config.js';
import { loadEmbedder } from '../../src/models/transformers-embedder.js';

/** Encoding alone: the chunks of a file of JSON lines, all handed over at once; nothing is stored. */
const [path = ''] = process.argv.slice(2);
const lines = readFileSync(path, 'utf8').split('\n');
const embedder = await loadEmbedder(loadConfig().embedder);
const vectors = await embedder.embedDocuments(lines.map((line) => String(JSON.parse(line))));
if (vectors.length !== lines.length) throw new Error(`${lines.length} chunks gave ${vectors.length} vectors.`);
await embedder.dispose();
