import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../src/core/project-root.js';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = join(projectRoot(), 'dist', 'server', 'cli', 'main.js');

/** A folder for documents and one for indexes, and the built command line working on them. */
export class CommandLine {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'docent-cli-')));
  readonly folder = join(this.root, 'documents');
  readonly indexes = join(this.root, 'indexes');
  readonly #running = new Set<ChildProcess>();

  constructor() {
    mkdirSync(this.folder);
    if (!existsSync(main)) throw new Error('There is no dist/: run `npm run build`, or the tests with `npm test`.');
  }

  /** Writes files: name → content; undefined removes. */
  have(files: Readonly<Record<string, string | Uint8Array | undefined>>): void {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      if (content === undefined) rmSync(path, { recursive: true });
      else writeFileSync(path, content);
    }
  }

  /** Starts docent in a process group of its own. */
  start(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('DOCENT_'));
    const env = {
      ...Object.fromEntries(own),
      DOCENT_INDEXES: this.indexes,
      OLLAMA_HOST: '127.0.0.1:9',
      ...environment,
    };
    const child = spawn(process.execPath, [main, ...parameters], { cwd: this.root, env, detached: true });
    this.#running.add(child);
    child.once('close', () => this.#running.delete(child));
    return child;
  }

  /** Runs docent to its end. */
  run(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Finished> {
    return outcomeOf(this.start(parameters, environment));
  }

  /** Ends what still runs and removes all files. */
  async close(): Promise<void> {
    const running = [...this.#running];
    const ended = running.map((child) => new Promise((resolve) => child.once('close', resolve)));
    for (const child of running) if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await Promise.all(ended);
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function outcomeOf(child: ChildProcess): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
