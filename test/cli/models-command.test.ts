import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderReport } from '../../src/models/chat/provider-report.js';
import { type ScriptedChatServer, startScriptedChatServer } from '../fixtures/scripted-chat-server.js';
import { CommandLine } from './docent.js';

const key = 'planted-secret-0123456789';
/** Keys that the tests' own environment may hold would be tried out. */
const noKeys = Object.fromEntries(
  ['OPENAI', 'ANTHROPIC', 'GEMINI', 'GOOGLE', 'GOOGLE_GENERATIVE_AI', 'OLLAMA'].map((name) => [`${name}_API_KEY`, '']),
);

describe('docent models', () => {
  let docent: CommandLine;
  let server: ScriptedChatServer;
  beforeEach(async () => {
    docent = new CommandLine();
    server = await startScriptedChatServer();
  });
  afterEach(async () => {
    await docent.close();
    await server.close();
  });

  it('shows what each provider has and lacks, and marks the model that is chosen', async () => {
    server.models = ['llama3.2:latest', 'qwen3:4b'];
    const { code, stdout } = await docent.run(['models'], { ...noKeys, OLLAMA_HOST: server.origin });
    expect(code).toBe(0);
    expect(stdout).toMatch(/\* llama3\.2:latest/u);
    expect(stdout).toContain('OPENAI_API_KEY is not set');
    expect(stdout).toContain('chosen: ollama:llama3.2:latest (found; DOCENT_CHAT_MODEL is not set)');
    expect(stdout).toMatch(/\* docent-static \(\d+\.\d MB, bundled\)/u);
  });

  it('reads the .env of the working directory and never shows a key', async () => {
    const lines = [`DOCENT_CHAT_MODEL="${server.origin}/v1#scripted"`, `DOCENT_CHAT_API_KEY=${key}`];
    writeFileSync(join(docent.root, '.env'), lines.join('\n'));
    const { stdout, stderr } = await docent.run(['models', '--json'], { ...noKeys, OLLAMA_HOST: '127.0.0.1:9' });
    const report = JSON.parse(stdout) as ProviderReport;
    expect(report).toMatchObject({ chosen: `${server.origin}/v1#scripted`, isSet: true });
    expect(report.providers.find(({ provider }) => provider === 'url')).toMatchObject({
      key: { variable: 'DOCENT_CHAT_API_KEY', isSet: true },
      isReachable: true,
      chosenModel: 'scripted',
    });
    expect(stdout + stderr).not.toContain('planted');
  });

  it('warns where the key of the environment would go to an address of the .env', async () => {
    writeFileSync(join(docent.root, '.env'), `OPENAI_BASE_URL=${server.origin}/v1\n`);
    const { code, stderr } = await docent.run(['models'], { ...noKeys, OPENAI_API_KEY: key });
    expect(code).toBe(1);
    expect(stderr).toMatch(/\.env sets the address OPENAI_BASE_URL/u);
    expect(stderr).not.toContain('planted');
  });
});
