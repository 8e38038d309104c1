import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { PreTrainedModel, PreTrainedTokenizer } from '@huggingface/transformers';
import type { ChatConfig } from '../../core/chat-config.js';
import { DocentError, errorMessage } from '../../core/errors.js';
import { PieceQueue } from './piece-queue.js';
import type { GenerateOptions, PlainMessage, TextGenerator } from './text-generator.js';

type Library = typeof import('@huggingface/transformers');

/** File of each precision, smallest first; the naming is transformers.js's. */
const dtypeFiles: readonly (readonly [string, string])[] = [
  ['q4', 'model_q4.onnx'],
  ['q8', 'model_quantized.onnx'],
  ['int8', 'model_int8.onnx'],
  ['bnb4', 'model_bnb4.onnx'],
  ['q4f16', 'model_q4f16.onnx'],
  ['fp16', 'model_fp16.onnx'],
  ['fp32', 'model.onnx'],
];

/**
 * Loads a text generation model with transformers.js: a folder under the models folder, any folder, or a hub id.
 * @throws DocentError `chat-model-not-found` saying what was tried
 */
export async function loadTransformersGenerator(name: string, config: ChatConfig): Promise<TextGenerator> {
  const folder = localModelFolder(name, config.modelsFolder);
  if (folder === undefined && !/^[\w.-]+\/[\w.-]+$/u.test(name))
    throw notFound(name, config, 'there is no such folder');
  if (folder === undefined && !config.allowDownload) {
    throw notFound(name, config, 'downloads are off (DOCENT_ALLOW_DOWNLOAD=0)');
  }
  try {
    return await load(folder ?? name, folder !== undefined, config);
  } catch (cause) {
    if (cause instanceof DocentError) throw cause;
    throw notFound(name, config, errorMessage(cause), cause);
  }
}

/** The folder that a name means, or undefined where it is none. */
export function localModelFolder(name: string, modelsFolder: string): string | undefined {
  return [join(modelsFolder, name), resolve(name)].find((folder) => existsSync(join(folder, 'config.json')));
}

async function load(source: string, isFolder: boolean, config: ChatConfig): Promise<TextGenerator> {
  const library = await import('@huggingface/transformers');
  const { AutoModelForCausalLM, AutoTokenizer, LogLevel, env } = library;
  env.logLevel = LogLevel.ERROR;
  env.allowRemoteModels = !isFolder;
  env.useFSCache = !isFolder;
  if (isFolder) env.localModelPath = dirname(source);
  else env.cacheDir = join(config.modelsFolder, '.hub');
  const id = isFolder ? basename(source) : source;
  const dtype = config.dtype ?? (isFolder ? dtypeIn(source) : 'q4');
  const tokenizer = await AutoTokenizer.from_pretrained(id);
  const model = await AutoModelForCausalLM.from_pretrained(id, {
    dtype: dtype as 'q4',
    device: 'cpu',
    // Spinning threads cost up to twice the time on a busy machine.
    session_options: { intraOpNumThreads: 2, extra: { session: { intra_op: { allow_spinning: '0' } } } },
  });
  return new TransformersGenerator(library, tokenizer, model);
}

function dtypeIn(folder: string): string {
  return dtypeFiles.find(([, file]) => existsSync(join(folder, 'onnx', file)))?.[0] ?? 'fp32';
}

class TransformersGenerator implements TextGenerator {
  readonly contextTokens: number | undefined;
  readonly #library: Library;
  readonly #tokenizer: PreTrainedTokenizer;
  readonly #model: PreTrainedModel;

  constructor(library: Library, tokenizer: PreTrainedTokenizer, model: PreTrainedModel) {
    this.#library = library;
    this.#tokenizer = tokenizer;
    this.#model = model;
    this.contextTokens = (model.config as { max_position_embeddings?: number }).max_position_embeddings;
  }

  promptFor(messages: readonly PlainMessage[]): string {
    return this.#tokenizer.apply_chat_template([...messages], { tokenize: false, add_generation_prompt: true });
  }

  countTokens(text: string): number {
    return this.#tokenizer.encode(text, { add_special_tokens: false }).length;
  }

  async *generate(
    prompt: string,
    { maxTokens, temperature, signal }: GenerateOptions,
  ): AsyncGenerator<string, 'stop' | 'length', void> {
    const { InterruptableStoppingCriteria, TextStreamer } = this.#library;
    const queue = new PieceQueue();
    const interruption = new InterruptableStoppingCriteria();
    let tokens = 0;
    const streamer = new TextStreamer(this.#tokenizer, {
      skip_prompt: true,
      callback_function: (text) => queue.push(text),
      token_callback_function: (ids) => {
        tokens += ids.length;
      },
    });
    const inputs = this.#tokenizer(prompt, { add_special_tokens: false });
    const run = this.#model
      .generate({
        ...inputs,
        max_new_tokens: maxTokens,
        ...(temperature === undefined ? {} : { do_sample: temperature > 0, temperature: temperature || 1 }),
        streamer,
        stopping_criteria: interruption,
      })
      .then(
        () => queue.end(),
        (error: unknown) => queue.end(error instanceof Error ? error : new Error(String(error))),
      );
    const interrupt = () => interruption.interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      yield* queue.pieces();
      return tokens >= maxTokens ? 'length' : 'stop';
    } finally {
      // The next reply must not begin while this one still computes.
      interrupt();
      signal?.removeEventListener('abort', interrupt);
      await run;
    }
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }
}

function notFound(name: string, { modelsFolder }: ChatConfig, reason: string, cause?: unknown): DocentError {
  return new DocentError('chat-model-not-found', `The chat model local:${name} cannot be loaded: ${reason}.`, {
    hint: `Put a folder (config.json, generation_config.json, tokenizer.json, tokenizer_config.json, onnx/model_q4.onnx) under ${modelsFolder} and name it, or name an ONNX model on the hub as local:OWNER/NAME.`,
    cause,
  });
}
