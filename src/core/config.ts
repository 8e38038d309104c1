import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { type AgentConfig, agentConfig, agentEnvironment } from './agent-config.js';
import { type ChatConfig, chatConfig, chatEnvironment, refuseForeignAddresses } from './chat-config.js';
import { DocentError, errorMessage } from './errors.js';
import { logLevels } from './log.js';
import { projectRoot } from './project-root.js';
import { refuseForeignCollector, type TracingConfig, tracingConfig, tracingEnvironment } from './tracing-config.js';
import { type WebConfig, webConfig, webEnvironment } from './web-config.js';

type Environment = Readonly<Record<string, string | undefined>>;

const flag = z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true');

/** The encoder of a new index where none is set. */
const defaultEmbedder = 'docent-static';

const environmentSchema = z.object({
  DOCENT_INDEXES: z.string().min(1).optional(),
  DOCENT_INDEX: z.string().min(1).optional(),
  DOCENT_MODELS: z.string().min(1).optional(),
  DOCENT_EMBEDDER: z.string().min(1).optional(),
  DOCENT_EMBEDDER_POOLING: z.enum(['mean', 'cls', 'last_token', 'none']).optional(),
  DOCENT_EMBEDDER_QUERY_PREFIX: z.string().optional(),
  DOCENT_EMBEDDER_DOCUMENT_PREFIX: z.string().optional(),
  DOCENT_EMBEDDER_DTYPE: z.enum(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4']).optional(),
  DOCENT_ALLOW_DOWNLOAD: flag.default(true),
  DOCENT_CHUNK_TOKENS: z.coerce.number().int().min(32).max(8192).optional(),
  DOCENT_HOST: z.string().min(1).default('127.0.0.1'),
  DOCENT_PORT: z.coerce.number().int().min(0).max(65_535).default(8321),
  DOCENT_API_KEY: z.string().min(16, 'must have at least 16 characters').optional(),
  DOCENT_REQUEST_TIMEOUT_MS: z.coerce.number().int().min(100).default(120_000),
  DOCENT_LOG: z.enum(logLevels).default('warn'),
  ...chatEnvironment,
  ...agentEnvironment,
  ...tracingEnvironment,
  ...webEnvironment,
});

export interface EmbedderConfig {
  /** Folder name under the models folder, a folder's path, or an id on the model hub. */
  readonly name: string;
  /** True where nobody chose it: an index is then read with the encoder that made it. */
  readonly isDefault?: boolean;
  readonly modelsFolder: string;
  readonly allowDownload: boolean;
  readonly pooling?: 'mean' | 'cls' | 'last_token' | 'none';
  readonly queryPrefix?: string;
  readonly documentPrefix?: string;
  readonly dtype?: string;
}

export interface Config {
  /** Folder that holds one folder per index. */
  readonly indexesFolder: string;
  /** Index that is meant where none is named; undefined: decided by what exists. */
  readonly indexName: string | undefined;
  readonly documentsFolder: string;
  readonly embedder: EmbedderConfig;
  readonly chat: ChatConfig;
  readonly agent: AgentConfig;
  /** Upper bound for a chunk in the encoder's tokens; undefined: the encoder's own preference. */
  readonly chunkTokens: number | undefined;
  readonly server: {
    readonly host: string;
    readonly port: number;
    readonly apiKey: string | undefined;
    readonly requestTimeoutMs: number;
  };
  readonly tracing: TracingConfig;
  readonly web: WebConfig;
  readonly logLevel: (typeof logLevels)[number];
}

/**
 * Reads every setting from the environment and, without an environment given, from a `.env` in the working directory;
 * the only place that does.
 * @throws DocentError `invalid-config` naming the variable
 */
export function loadConfig(environment: Environment = environmentWithDotenv(process.cwd(), process.env)): Config {
  const result = environmentSchema.safeParse(withoutEmpty(environment));
  if (!result.success) throw invalidConfig(result.error, environment);
  const values = result.data;
  const root = projectRoot();
  const modelsFolder = resolve(values.DOCENT_MODELS ?? join(root, 'data', 'models'));
  return {
    indexesFolder: resolve(values.DOCENT_INDEXES ?? join(root, 'indexes')),
    indexName: values.DOCENT_INDEX,
    documentsFolder: join(root, 'data', 'documents'),
    embedder: {
      name: values.DOCENT_EMBEDDER ?? defaultEmbedder,
      isDefault: values.DOCENT_EMBEDDER === undefined,
      modelsFolder,
      allowDownload: values.DOCENT_ALLOW_DOWNLOAD,
      ...(values.DOCENT_EMBEDDER_POOLING === undefined ? {} : { pooling: values.DOCENT_EMBEDDER_POOLING }),
      ...(values.DOCENT_EMBEDDER_QUERY_PREFIX === undefined
        ? {}
        : { queryPrefix: values.DOCENT_EMBEDDER_QUERY_PREFIX }),
      ...(values.DOCENT_EMBEDDER_DOCUMENT_PREFIX === undefined
        ? {}
        : { documentPrefix: values.DOCENT_EMBEDDER_DOCUMENT_PREFIX }),
      ...(values.DOCENT_EMBEDDER_DTYPE === undefined ? {} : { dtype: values.DOCENT_EMBEDDER_DTYPE }),
    },
    chat: chatConfig(values, environment, { modelsFolder, allowDownload: values.DOCENT_ALLOW_DOWNLOAD }),
    agent: agentConfig(values),
    chunkTokens: values.DOCENT_CHUNK_TOKENS,
    server: {
      host: values.DOCENT_HOST,
      port: values.DOCENT_PORT,
      apiKey: values.DOCENT_API_KEY,
      requestTimeoutMs: values.DOCENT_REQUEST_TIMEOUT_MS,
    },
    tracing: tracingConfig(values),
    web: webConfig(values, environment),
    logLevel: values.DOCENT_LOG,
  };
}

/**
 * What a folder's `.env` says under what the environment says.
 * @throws DocentError `invalid-config` where the file cannot be read, or would move a key to another address
 */
export function environmentWithDotenv(folder: string, environment: Environment): Environment {
  const path = join(folder, '.env');
  if (!existsSync(path)) return environment;
  let dotenv: Environment;
  try {
    dotenv = parseEnv(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new DocentError('invalid-config', `The settings file ${path} cannot be read: ${errorMessage(cause)}`, {
      hint: 'Correct it or move it away.',
      cause,
    });
  }
  refuseForeignAddresses(environment, dotenv);
  refuseForeignCollector(environment, dotenv);
  return { ...dotenv, ...environment };
}

/** `DOCENT_X=` in a shell or a `.env` means "not set". */
function withoutEmpty(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  return Object.fromEntries(entries);
}

function invalidConfig(error: z.ZodError, environment: Environment): DocentError {
  const issue = error.issues[0];
  const name = String(issue?.path[0] ?? 'environment');
  const shown = name === 'DOCENT_API_KEY' ? '(hidden)' : JSON.stringify(environment[name] ?? '');
  return new DocentError('invalid-config', `The setting ${name}=${shown} is not valid: ${issue?.message ?? ''}.`, {
    hint: `Correct or unset ${name}; docs/configuration.md lists every setting.`,
    cause: error,
  });
}

/** Settings that LanceDB's native code reads from the environment, once, when it is loaded; the user's own win. */
export function setNativeDefaults(): void {
  // Lance leaves (cores - 2) threads for computing and deadlocks while it builds a full-text index over about 50,000
  // rows with one thread: measured with 0.31.0 on two cores, where it hangs for good.
  process.env.LANCE_CPU_THREADS ??= String(Math.max(2, availableParallelism()));
  // Its warnings go to standard error from native code.
  process.env.LANCEDB_LOG ??= 'error';
}
