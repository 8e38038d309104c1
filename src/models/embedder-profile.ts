import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { EmbedderConfig } from '../core/config.js';

export type Pooling = 'mean' | 'cls' | 'last_token' | 'none';

/** How token outputs become one vector, and what stands in front of the texts. */
export interface EmbedderProfile {
  readonly pooling: Pooling;
  readonly queryPrefix: string;
  readonly documentPrefix: string;
}

const bgeEnglish = 'Represent this sentence for searching relevant passages: ';

/** What the model cards of well-known families on the hub ask for; first match wins. */
const knownFamilies: readonly [RegExp, EmbedderProfile][] = [
  [/bge-m3/iu, { pooling: 'cls', queryPrefix: '', documentPrefix: '' }],
  [/bge-.*-zh/iu, { pooling: 'cls', queryPrefix: '为这个句子生成表示以用于检索相关文章：', documentPrefix: '' }],
  [/bge-/iu, { pooling: 'cls', queryPrefix: bgeEnglish, documentPrefix: '' }],
  [
    /e5-.*instruct/iu,
    { pooling: 'mean', queryPrefix: 'Instruct: Retrieve relevant passages\nQuery: ', documentPrefix: '' },
  ],
  [/(^|[/-])e5-|multilingual-e5/iu, { pooling: 'mean', queryPrefix: 'query: ', documentPrefix: 'passage: ' }],
  [/nomic-embed/iu, { pooling: 'mean', queryPrefix: 'search_query: ', documentPrefix: 'search_document: ' }],
  [/snowflake-arctic-embed/iu, { pooling: 'cls', queryPrefix: bgeEnglish, documentPrefix: '' }],
  [/mxbai-embed/iu, { pooling: 'cls', queryPrefix: bgeEnglish, documentPrefix: '' }],
  [
    /embeddinggemma/iu,
    { pooling: 'mean', queryPrefix: 'task: search result | query: ', documentPrefix: 'title: none | text: ' },
  ],
  [
    /qwen3-embedding/iu,
    { pooling: 'last_token', queryPrefix: 'Instruct: Retrieve relevant passages\nQuery:', documentPrefix: '' },
  ],
];

const sentencePooling = z.object({
  pooling_mode_cls_token: z.boolean().optional(),
  pooling_mode_mean_tokens: z.boolean().optional(),
  pooling_mode_lasttoken: z.boolean().optional(),
});
const sentenceConfig = z.object({ prompts: z.record(z.string(), z.string()).optional() });

/**
 * Settings win over the model folder's own sentence-transformers files, and these over what is known of the family.
 * @param folder the model's folder, undefined while it is only a name on the hub
 */
export async function embedderProfile(config: EmbedderConfig, folder: string | undefined): Promise<EmbedderProfile> {
  const family = knownFamilies.find(([pattern]) => pattern.test(config.name))?.[1];
  const stated = folder === undefined ? {} : await statedProfile(folder);
  const base: EmbedderProfile = { pooling: 'mean', queryPrefix: '', documentPrefix: '', ...family, ...stated };
  return {
    pooling: config.pooling ?? base.pooling,
    queryPrefix: config.queryPrefix ?? base.queryPrefix,
    documentPrefix: config.documentPrefix ?? base.documentPrefix,
  };
}

/** `1_Pooling/config.json` and `config_sentence_transformers.json`, where the folder has them. */
async function statedProfile(folder: string): Promise<Partial<EmbedderProfile>> {
  const pooling = sentencePooling.safeParse(await readJson(join(folder, '1_Pooling', 'config.json')));
  const prompts = sentenceConfig.safeParse(await readJson(join(folder, 'config_sentence_transformers.json'))).data
    ?.prompts;
  const queryPrefix = prompts?.query;
  const documentPrefix = prompts?.document ?? prompts?.passage;
  return {
    ...(pooling.success ? { pooling: poolingOf(pooling.data) } : {}),
    ...(queryPrefix === undefined ? {} : { queryPrefix }),
    ...(documentPrefix === undefined ? {} : { documentPrefix }),
  };
}

function poolingOf(stated: z.infer<typeof sentencePooling>): Pooling {
  if (stated.pooling_mode_cls_token === true) return 'cls';
  return stated.pooling_mode_lasttoken === true ? 'last_token' : 'mean';
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // Absent or unreadable: these files are optional.
    return undefined;
  }
}
