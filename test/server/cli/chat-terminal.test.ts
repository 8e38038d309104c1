import { beforeEach, describe, expect, it } from 'vitest';
import { answering, slowRun } from '../../fakes/fake-assistant.js';
import { ChatWorkplace } from './chat-workplace.js';

const ctrlC = '\u0003';
const ctrlD = '\u0004';
const prompt = '> ';
/** The prompt alone, which `answer> ` also ends with: as the line editor draws it. */
const ownPrompt = `\u001B[0J${prompt}`;

let chat: ChatWorkplace;
let ended: Promise<number>;
beforeEach(async () => {
  chat = new ChatWorkplace({ isInteractive: true });
  const ready = chat.results.seen(prompt);
  ended = chat.start();
  await ready;
});

async function type(keys: string, until: string): Promise<void> {
  const seen = chat.results.seen(until);
  chat.input.write(keys);
  await seen;
}

describe('a chat on a terminal', () => {
  it('says what it answers from, asks for a line, and ends at Ctrl-D on a line of its own', async () => {
    expect(chat.results.screen).toMatch(
      /^docent .*Index "default", 1 document\. Chat model ollama:llama3\.2\.\n\/help .*\n>$/u,
    );
    await type('How long is the warranty?\r', prompt);
    chat.input.write(ctrlD);
    expect(await ended).toBe(0);
    expect(chat.results.screen).toMatch(
      /> How long is the warranty\?\nThe warranty lasts two years \[1\]\.\n\n\[1\] handbook\.pdf, p\. 2: .*\n\n>$/u,
    );
    expect(chat.results.written.endsWith('\n')).toBe(true);
  });

  it('stops an answer at Ctrl-C and takes the next question; a second Ctrl-C ends the session', async () => {
    const slow = slowRun({ isDeaf: true });
    chat.script = (_, { signal = new AbortController().signal }) =>
      chat.asked.length === 2 ? answering() : slow.run(signal);
    await type('first\r', 'This takes a while.');
    await type(ctrlC, prompt);
    expect(chat.results.screen).toMatch(/> first\nStopped\.\n>$/u);
    await type('second\r', prompt);
    await type('third\r', 'This takes a while.');
    chat.input.write(ctrlC);
    chat.input.write(ctrlC);
    expect(await ended).toBe(2);
    expect(chat.results.screen).toMatch(/> third\nStopped\.$/u);
  });

  it('throws a half-typed line away at Ctrl-C, and ends at a second one', async () => {
    await type(`half a line${ctrlC}`, 'ends the session');
    await type('whole\r', 'two years');
    expect(chat.asked.map(({ question }) => question)).toEqual(['whole']);
    chat.input.write(ctrlC);
    chat.input.write(ctrlC);
    expect(await ended).toBe(0);
  });

  it('keeps what is typed while an answer runs, without a trace of it in the answer', async () => {
    let goOn: () => void = () => undefined;
    chat.script = async function* held() {
      yield { type: 'thought', text: 'Look.' };
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      yield* answering();
    };
    await type('first\r', 'Look.');
    const { length } = chat.results.written;
    chat.input.write('/quit\rnever');
    chat.input.write('\r');
    goOn();
    expect(await ended).toBe(0);
    expect(chat.results.written.slice(length)).toMatch(/two years.*> \/quit\n$/su);
    expect(chat.results.written).not.toContain('never');
  });

  it('stops the answer at Ctrl-D as well', async () => {
    const slow = slowRun();
    chat.script = (_, { signal = new AbortController().signal }) => slow.run(signal);
    await type('first\r', 'This takes a while.');
    chat.input.write(ctrlD);
    await slow.aborted;
    expect(await ended).toBe(1);
  });

  it('asks the person for the model, and no longer where the run is stopped', async () => {
    const heard: unknown[] = [];
    chat.script = async function* ask(_, { askUser, signal = new AbortController().signal }) {
      yield { type: 'thought', text: 'Ask.' };
      heard.push(await askUser?.('Which year?', signal).catch((error: unknown) => error));
      yield* answering();
    };
    await type('first\r', 'answer> ');
    await type('2021\r', '[1]');
    await type('second\r', 'answer> ');
    await type(`20${ctrlC}`, ownPrompt);
    await type('third\r', 'answer> ');
    await type('2023\r', '[1]');
    chat.input.write(ctrlD);
    await ended;
    expect(heard).toEqual(['2021', expect.objectContaining({ code: 'aborted' }), '2023']);
  });

  it('shows nothing more of a run that is stopped while it asks', async () => {
    chat.script = async function* ask(_, { askUser, signal = new AbortController().signal }) {
      const questions = ['Which year?', 'Which town?'];
      const told = questions.map(async (question) => askUser?.(question, signal));
      yield { type: 'thought', text: 'Another agent goes on.' };
      await Promise.allSettled(told);
      yield* answering();
    };
    await type('first\r', 'answer> ');
    await type(ctrlC, ownPrompt);
    chat.input.write(ctrlD);
    await ended;
    expect(chat.results.screen).toMatch(/> first\n\? Which year\?\nanswer>\nStopped\.\n>$/u);
  });
});
