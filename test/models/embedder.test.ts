import { cp, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AutoTokenizer } from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbedderConfig, loadConfig } from '../../src/core/config.js';
import { DocentError } from '../../src/core/errors.js';
import type { Embedder } from '../../src/models/embedder.js';
import { PieceTokenizer } from '../../src/models/piece-tokenizer.js';
import { loadEmbedder } from '../../src/models/transformers-embedder.js';
import { dot } from '../../src/models/vectors.js';

const bundled = loadConfig({}).embedder;
const texts = [
  'How do I bake bread at home?',
  'Baking a loaf of bread in your own oven',
  'The central bank raised interest rates',
  '',
  '機械学習と全文検索エンジン、そしてカタカナ。',
  'Größere Straßenbahn-Haltestellen in Zürich: 3,5 km²',
  '한국어 문장도 토큰으로 나뉩니다.',
  'emoji 🎉 and\u00a0odd\u200bblanks\tand x_y.z(1)=“quoted”…',
];

describe('the bundled encoder', () => {
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await loadEmbedder(bundled);
  });
  afterAll(async () => {
    await embedder.dispose();
  });

  it('gives unit vectors in the order of the texts', async () => {
    const vectors = await embedder.embedDocuments(texts);
    expect(vectors).toHaveLength(texts.length);
    vectors.forEach((vector, index) => {
      expect(vector).toHaveLength(embedder.dimensions);
      expect(Math.sqrt(dot(vector, vector))).toBeCloseTo(texts[index] === '' ? 0 : 1, 5);
    });
  });

  it('puts like meanings near each other', async () => {
    const [bread = new Float32Array(), loaf = new Float32Array(), bank = new Float32Array()] =
      await embedder.embedDocuments(texts);
    expect(dot(bread, loaf)).toBeGreaterThan(dot(bread, bank) + 0.1);
  });

  it('gives the same vector alone and among others', async () => {
    const together = await embedder.embedDocuments(texts);
    for (const [index, text] of texts.entries()) {
      const [alone = new Float32Array()] = await embedder.embedDocuments([text]);
      const among = together[index] ?? new Float32Array();
      for (const [position, value] of alone.entries()) expect(among[position]).toBeCloseTo(value, 5);
    }
  });

  it('stops between batches when it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(embedder.embedDocuments(texts, { signal })).rejects.toThrow('enough');
  });
});

describe('PieceTokenizer', () => {
  it('gives the ids that the tokenizer gives for whole texts', async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(join(bundled.modelsFolder, bundled.name));
    const pieces = new PieceTokenizer(tokenizer);
    expect(pieces.isExact).toBe(true);
    for (const text of texts) {
      const ids = tokenizer.encode(text, { add_special_tokens: false });
      expect(pieces.encode(text)).toEqual(ids);
      expect(pieces.count(text)).toBe(ids.length);
    }
  });

  it('asks a tokenizer that looks across blanks for whole texts', () => {
    const lengthOfAll = { encode: (text: string) => [text.length] };
    const pieces = new PieceTokenizer(lengthOfAll);
    expect(pieces.isExact).toBe(false);
    expect(pieces.encode('one two')).toEqual([7]);
  });
});

describe('an encoder that cannot be loaded', () => {
  const failure = async (config: Partial<EmbedderConfig>): Promise<DocentError> => {
    const error = await loadEmbedder({ ...bundled, ...config }).catch((reason: unknown) => reason);
    if (!(error instanceof DocentError)) throw new Error(`expected a DocentError, got ${String(error)}`);
    return error;
  };

  it('names what was tried when it is misspelt', async () => {
    const error = await failure({ name: 'docent-statik' });
    expect(error.code).toBe('embedder-not-found');
    expect(error.message).toContain(join(bundled.modelsFolder, 'docent-statik'));
    expect(error.message).toContain('OWNER/NAME');
    expect(error.hint).toContain('DOCENT_EMBEDDER');
  });

  it('says so when downloads are off', async () => {
    const error = await failure({ name: 'Xenova/bge-small-en-v1.5', allowDownload: false });
    expect(error.message).toContain('DOCENT_ALLOW_DOWNLOAD');
  });

  describe('from a folder', () => {
    let modelsFolder = '';
    beforeAll(async () => {
      modelsFolder = await mkdtemp(join(tmpdir(), 'models-'));
      for (const name of ['truncated', 'untokenised', 'wrong-size']) {
        await cp(join(bundled.modelsFolder, bundled.name), join(modelsFolder, name), { recursive: true });
      }
      await truncate(join(modelsFolder, 'truncated', 'onnx', 'model_int8.onnx'), 100_000);
      await rm(join(modelsFolder, 'untokenised', 'tokenizer.json'));
      const config = { model_type: 'bert', hidden_size: 300, num_hidden_layers: 0, max_position_embeddings: 512 };
      await writeFile(join(modelsFolder, 'wrong-size', 'config.json'), JSON.stringify(config));
    });
    afterAll(async () => {
      await rm(modelsFolder, { recursive: true });
    });

    it('names the folder when the weights are cut off', async () => {
      const error = await failure({ name: 'truncated', modelsFolder });
      expect(error.code).toBe('embedder-not-found');
      expect(error.message).toContain(join(modelsFolder, 'truncated'));
    });

    it('names the missing file', async () => {
      const error = await failure({ name: 'untokenised', modelsFolder });
      expect(error.message).toContain('tokenizer.json');
    });

    it('refuses vectors of another length than the model states', async () => {
      const embedder = await loadEmbedder({ ...bundled, name: 'wrong-size', modelsFolder });
      await expect(embedder.embedDocuments(['text'])).rejects.toMatchObject({ code: 'embedder-failed' });
    });
  });
});
