import { z } from 'zod';
import { DocentError } from './errors.js';
import { Secret } from './secret.js';

/** Where traces go, from OpenTelemetry's standard variables. Checked where it is used: a trace must stop nothing. */
export interface TracingConfig {
  /** False: no span is made at all, not even for a host program (`OTEL_SDK_DISABLED`). */
  readonly isEnabled: boolean;
  /** The address that spans are posted to, path included; undefined: docent exports nothing itself. */
  readonly endpoint: string | undefined;
  /** `grpc` is not spoken. */
  readonly protocol: string | undefined;
  readonly headers: Readonly<Record<string, Secret>>;
  /** Longest time for one delivery. */
  readonly timeoutMs: number;
  readonly serviceName: string;
  /** What else describes this process (`OTEL_RESOURCE_ATTRIBUTES`). */
  readonly resource: Readonly<Record<string, string>>;
  /** Questions, prompts and texts go into spans too. */
  readonly capturesContent: boolean;
}

/** All optional texts: they are other programs' settings as well, so a strange value must not stop a command. */
export const tracingEnvironment = {
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.string().optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.string().optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: z.string().optional(),
  OTEL_EXPORTER_OTLP_TIMEOUT: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: z.string().optional(),
  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: z.string().optional(),
};

type TracingValues = z.output<z.ZodObject<typeof tracingEnvironment>>;
type Environment = Readonly<Record<string, string | undefined>>;

const headerVariables = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'] as const;
const endpointVariables = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const;
/** OpenTelemetry's values for "in spans"; `true` is the older spelling. */
const contentValues = ['true', 'span_only', 'span_and_event'];

export function tracingConfig(values: TracingValues): TracingConfig {
  const resource = keyValues(values.OTEL_RESOURCE_ATTRIBUTES);
  return {
    isEnabled: lower(values.OTEL_SDK_DISABLED) !== 'true',
    endpoint: exportsTraces(values) ? endpointOf(values) : undefined,
    protocol: values.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? values.OTEL_EXPORTER_OTLP_PROTOCOL,
    headers: Object.assign({}, ...headerVariables.map((name) => secrets(values[name], name))),
    timeoutMs: milliseconds(values.OTEL_EXPORTER_OTLP_TRACES_TIMEOUT ?? values.OTEL_EXPORTER_OTLP_TIMEOUT),
    serviceName: values.OTEL_SERVICE_NAME ?? resource['service.name'] ?? 'docent',
    resource,
    capturesContent: contentValues.includes(lower(values.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT)),
  };
}

/**
 * A `.env` in a folder that came from elsewhere must not send the user's own headers, with the key in them, to a
 * collector of its choice.
 * @throws DocentError `invalid-config`
 */
export function refuseForeignCollector(environment: Environment, dotenv: Environment): void {
  const header = headerVariables.find((name) => (environment[name] ?? '') !== '');
  const endpoint = endpointVariables.find((name) => (environment[name] ?? dotenv[name] ?? '') !== '');
  if (header === undefined || endpoint === undefined || environment[endpoint] !== undefined) return;
  throw new DocentError(
    'invalid-config',
    `The file .env sets the address ${endpoint} while ${header} comes from the environment.`,
    { hint: 'Put both in the same place, so that no .env can send your key to an address of its own.' },
  );
}

function lower(text = ''): string {
  return text.trim().toLowerCase();
}

/** `OTEL_TRACES_EXPORTER` may name others, or `none`. */
function exportsTraces({ OTEL_TRACES_EXPORTER: exporters = 'otlp' }: TracingValues): boolean {
  return exporters.split(',').some((name) => lower(name) === 'otlp');
}

/** The general address gets the path of traces, as the specification of OTLP demands; the special one is taken as is. */
function endpointOf(values: TracingValues): string | undefined {
  const general = values.OTEL_EXPORTER_OTLP_ENDPOINT?.trim().replace(/\/$/u, '');
  return values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?.trim() ?? (general && `${general}/v1/traces`);
}

/** 10 s is the default of OpenTelemetry's specification. */
function milliseconds(text: string | undefined): number {
  const value = Number(text);
  return value > 0 && value <= 600_000 ? value : 10_000;
}

function secrets(text: string | undefined, variable: string): Record<string, Secret> {
  const entries = Object.entries(keyValues(text));
  return Object.fromEntries(entries.map(([key, value]) => [key, new Secret(value, variable)]));
}

/** `key=value,key=value`, percent-encoded; a pair that cannot be read is left out. */
function keyValues(text = ''): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    const [key, value] = [pair.slice(0, at), pair.slice(at + 1)].map((part) => decoded(part.trim()));
    return at > 0 && key && value ? [[key, value] as const] : [];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
