import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgentScript, criticises, drafts, judges } from '../agent/agent-script.js';
import { calls, type ScriptedChatServer, says, startScriptedChatServer } from '../fixtures/scripted-chat-server.js';
import { CommandLine, outcomeOf } from './docent.js';

// Each test starts a process; on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const question = 'What do longer boats pay?';
const withoutModel = { DOCENT_CHAT_MODEL: 'none' };

let docent: CommandLine;
let server: ScriptedChatServer;
let script: AgentScript;
let withModel: { readonly DOCENT_CHAT_MODEL: string };
beforeAll(async () => {
  docent = new CommandLine();
  docent.have({
    'guide.md': '# Fees\n\nMooring costs 12 euros a night. Longer boats pay 20 euros a night.\n',
    'people.md': '# Anna Berg\n\nAnna Berg is the harbour master. She was born in Malmö.\n',
  });
  expect((await docent.run(['ingest', docent.folder, '--index', 'harbour'])).code).toBe(0);
  server = await startScriptedChatServer();
  withModel = { DOCENT_CHAT_MODEL: `${server.origin}/v1#scripted` };
});
beforeEach(() => {
  script = new AgentScript(server);
});
afterAll(async () => {
  await docent.close();
  await server.close();
});

describe('docent ask --trace', () => {
  it('shows each step on standard error and the answer alone on standard output', async () => {
    const { code, stdout, stderr } = await docent.run(['ask', question, '--trace'], withoutModel);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^.*20 euros a night\. \[\d\].*\n\n\[1\] guide\.md, Fees: /u);
    expect(stderr).toMatch(/^thought /u);
    expect(stderr).toContain(`action    search_documents {"query":"${question}","k":10}\n`);
    expect(stderr).toMatch(/^observed {2}2 passages \(\d+ ms\): guide\.md \(Fees\), people\.md \(Anna Berg\)$/mu);
    expect(stderr).toMatch(/^critique {2}sufficient, support [01]\.\d\d: /mu);
    expect(stderr).toMatch(/^done .*\d+ ms\n$/mu);
    expect(stdout + stderr).not.toContain('\u001B');
  });

  it('prints each event as a line of JSON with --json, the answer last', async () => {
    const { stdout, stderr } = await docent.run(['ask', question, '--trace', '--json'], withoutModel);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const types = events.map(({ type }) => type);
    for (const type of ['thought', 'tool-call', 'tool-result', 'critique', 'citation']) expect(types).toContain(type);
    expect(events.at(-1)).toMatchObject({ type: 'answer-end', answer: { abstained: false } });
    expect(stderr).toBe('');
  });

  it('shows the agents, the draft and what was made of it where a chat model is named', async () => {
    script
      .on(
        'criticise',
        criticises({ sufficiency: 'partial', missing: ['fees', 'boats'].map((each) => ({ question: each })) }),
        criticises(),
      )
      .on('research', calls({ name: 'final_answer', arguments: {} }))
      .on('draft', drafts('Longer boats pay 20 euros a night {Longer boats}. They are the best {Longer boats}.'))
      .on('judge', judges({ 2: 'unsupported' }));
    const model = ['--model', withModel.DOCENT_CHAT_MODEL];
    const { stdout, stderr } = await docent.run(['ask', question, '--trace', ...model], withoutModel);
    for (const agent of ['agent 1', 'agent 2']) expect(stderr).toContain(`action    ${agent}: final_answer {}\n`);
    expect(stderr).toMatch(/^draft {5}Longer boats pay 20 euros a night \[\d\]\. They are the best \[\d\]\.$/mu);
    expect(stdout).toMatch(/^Longer boats pay 20 euros a night\. \[1\]\n/u);
    expect(stdout).toMatch(/\n\nmodel: url:scripted, 1 of 2 statements supported\n$/u);
  });
});

describe('docent ask --max-seconds', () => {
  it('quotes the documents when the time is up before the model has answered, and says so', async () => {
    const silence = { pieces: [], after: new Promise<void>(() => undefined) };
    // A fast machine gets as far as the draft before the second is over.
    script.on('understand', silence).on('draft', silence);
    const { code, stdout } = await docent.run(['ask', question, '--max-seconds', '1'], withModel);
    expect(code).toBe(0);
    expect(stdout).toMatch(/20 euros a night\..*\n\n\[1\] guide\.md, Fees: .*\n(?:.*\n)*warning: .*budget/u);
  });
});

describe('docent chat', () => {
  it('answers a script of questions and commands, and follows on', async () => {
    const chat = docent.start(['chat', '--trace'], withoutModel);
    chat.stdin?.end('What do longer boats pay?\n/sources\n/foo\nWho won the cup of 1954?\n');
    const { code, stdout, stderr } = await outcomeOf(chat);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^.*20 euros a night\. \[\d\].*\n\n\[1\] guide\.md, Fees: /u);
    expect(stdout).toContain('Passages, best first:\n  guide.md, Fees: ');
    expect(stdout).toMatch(/I do not know: .*\n\nWhat comes closest, /u);
    expect(stderr).toContain('error: There is no command /foo. (invalid-request)');
    expect(stderr.match(/^action /gmu)?.length).toBeGreaterThan(1);
  });

  it('passes the conversation to the chat model, and the line after its question to it', async () => {
    script
      .on('draft', drafts('They pay 20 euros a night {Longer boats}.'))
      .on(
        'criticise',
        criticises(),
        criticises({ sufficiency: 'none', missing: [{ question: 'Which?' }] }),
        criticises(),
      )
      .on('research', calls({ name: 'ask_user', arguments: { question: 'Which boats?' } }), says('I know enough.'));
    const chat = docent.start(['chat'], withModel);
    chat.stdin?.end(`${question}\nAnd the others?\nthe short ones\n`);
    const { code, stdout, stderr } = await outcomeOf(chat);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/statement supported\n\n\? Which boats\?\nThey pay/u);
    const shown = JSON.stringify(server.requests.map(({ body }) => body.messages));
    expect(shown).toContain('Assistant: They pay 20 euros a night. [1]');
    expect(shown).toContain('The person says: the short ones');
  });
});
