import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Room → rooms it may import; the longest matching prefix is a file's room. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  'src/core': [],
  'src/models': ['src/core'],
  'src/store': ['src/core'],
  'src/retrieval': ['src/core', 'src/models', 'src/store'],
  'src/web': ['src/core'],
  'src/tracing': ['src/core'],
  'src/agent': ['src/core', 'src/models', 'src/retrieval', 'src/web'],
  'src/evaluation': ['src/core'],
  'src/llamaindex': ['src/core', 'src/models', 'src/store', 'src/retrieval'],
  'src/assistant.ts': ['src'],
  ingest: ['src/core', 'src/models', 'src/store', 'src/web', 'src/retrieval/mention-graph'],
  'server/http': ['src'],
  'server/bench': ['src', 'ingest'],
  'server/tune': ['src'],
  'server/cli': ['src', 'ingest', 'server/http', 'server/bench', 'server/tune'],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = ['src', 'ingest', 'server'].flatMap(sourceFiles);
const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const imports = files.flatMap(importsOf);

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name).replaceAll('\\', '/'));
}

/** Static, dynamic and type imports of our own files. */
function importsOf(file: string): Import[] {
  const found = (texts.get(file) ?? '').matchAll(/(?:from\s+|import\(\s*|import\s+)['"](\.[^'"]+)['"]/gu);
  return [...found].map(([, target = '']) => {
    const path = relative(root, resolve(root, dirname(file), target)).replaceAll('\\', '/');
    return { from: file, to: path.replace(/\.js$/u, '.ts') };
  });
}

function roomOf(file: string): string | undefined {
  return Object.keys(rooms)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function isAllowed({ from, to }: Import): boolean {
  const room = roomOf(from);
  if (room === undefined) return false;
  return [room, ...(rooms[room] ?? [])].some((allowed) => to === allowed || to.startsWith(`${allowed}/`));
}

function cycleFrom(start: string, graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const path: string[] = [];
  const done = new Set<string>();
  const visit = (file: string): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  return visit(start);
}

const matching = (pattern: RegExp, isExempt: (file: string) => boolean) =>
  files.filter((file) => !isExempt(file) && pattern.test(texts.get(file) ?? ''));

describe('the architecture', () => {
  it('reads the whole source tree', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('has every source file in a known room', () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  it('imports only along the room table', () => {
    expect(imports.filter((each) => !isAllowed(each))).toEqual([]);
  });

  it('imports files that exist', () => {
    expect(imports.filter(({ to }) => !texts.has(to))).toEqual([]);
  });

  it('has no import cycles, type imports included', () => {
    const graph = new Map(files.map((file) => [file, imports.filter(({ from }) => from === file).map(({ to }) => to)]));
    expect(files.map((file) => cycleFrom(file, graph)).filter((cycle) => cycle !== undefined)).toEqual([]);
  });

  it('reads the environment in src/core/config.ts only', () => {
    expect(
      matching(/process\.env\b|\benv\b[^;\n]*from 'node:process'/u, (file) => file === 'src/core/config.ts'),
    ).toEqual([]);
  });

  it('writes to the console in the log and the command line only', () => {
    const isDoor = (file: string) => file === 'src/core/log.ts' || file.startsWith('server/cli/');
    expect(matching(/\bconsole\.|\bprocess\.(?:stdout|stderr)\.write\b/u, isDoor)).toEqual([]);
  });

  it('names LanceDB in the store room only', () => {
    expect(matching(/from '@lancedb\/lancedb'|import\('@lancedb/u, (file) => file.startsWith('src/store/'))).toEqual(
      [],
    );
  });

  it('names OpenTelemetry in the tracing room only', () => {
    const inTracing = (file: string) => file.startsWith('src/tracing/');
    expect(matching(/from '@opentelemetry\/|import\('@opentelemetry/u, inTracing)).toEqual([]);
  });

  it('has no source file over 300 lines', () => {
    expect(files.filter((file) => (texts.get(file) ?? '').split('\n').length > 301)).toEqual([]);
  });
});
