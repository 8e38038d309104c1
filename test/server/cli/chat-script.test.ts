import { beforeEach, describe, expect, it } from 'vitest';
import { DocentError } from '../../../src/core/errors.js';
import { abstaining, answering, failingWith } from '../../fakes/fake-assistant.js';
import { ChatWorkplace, saying } from './chat-workplace.js';

let chat: ChatWorkplace;
beforeEach(() => {
  chat = new ChatWorkplace({ isInteractive: false });
});

describe('a chat whose questions are piped', () => {
  it('answers each line with footnotes, and shows no prompt', async () => {
    expect(await chat.run('How long is the warranty?', '', '  Really?  ')).toBe(0);
    expect(chat.asked.map(({ question }) => question)).toEqual(['How long is the warranty?', 'Really?']);
    const answer = 'The warranty lasts two years [1].\n\n[1] handbook.pdf, p. 2: “The warranty lasts two years.”\n\n';
    expect(chat.results.written).toBe(answer.repeat(2));
    expect(chat.notes.written).toBe('');
  });

  it('passes on what was said before, abstentions too', async () => {
    chat.script = (question) =>
      question === 'first'
        ? saying('one', { standalone: 'the first' })
        : question === 'second'
          ? abstaining()
          : answering();
    await chat.run('first', 'second', 'third');
    expect(chat.asked.map(({ options }) => options.history?.length)).toEqual([0, 1, 2]);
    expect(chat.asked[2]?.options.history).toEqual([
      { question: 'first', standalone: 'the first', answer: 'one', abstained: false },
      { question: 'second', answer: 'The documents do not say.', abstained: true },
    ]);
  });

  it('forgets the conversation at /new', async () => {
    await chat.run('first', '/new', '/sources', 'second');
    expect(chat.asked[1]?.options.history).toEqual([]);
    expect(chat.notes.written).toContain('There is no answer yet.');
  });

  it('tells an error with its hint, goes on, and does not remember the question', async () => {
    const error = new DocentError('chat-model-unreachable', 'Nothing answers.', { hint: 'Start it.' });
    chat.script = (question) => (question === 'first' ? failingWith(error)(new AbortController().signal) : answering());
    expect(await chat.run('first', 'second')).toBe(1);
    expect(chat.notes.written).toBe('error: Nothing answers. (chat-model-unreachable)\nStart it.\n');
    expect(chat.results.written).toContain('two years');
    expect(chat.asked[1]?.options.history).toEqual([]);
  });

  it('shows citations and passages of the last answer with their quotes', async () => {
    const evidence = [
      { number: 1, chunkId: 'chunk-1', documentId: 'document-1', document: 'handbook.pdf', location: 'p. 2' },
      { number: 2, chunkId: 'unseen', documentId: 'x', document: 'calculator', location: '' },
    ];
    chat.script = () => saying('Two years [1].', { evidence });
    await chat.run('How long?', '/sources');
    expect(chat.results.written).toContain(
      'Citations:\n  [1] handbook.pdf, p. 2: “The warranty lasts two years.”\n' +
        'Passages, best first:\n  handbook.pdf, p. 2: “The warranty lasts two years.”\n  calculator\n',
    );
  });

  it('shows the last run when the trace is switched on, and then each one as it happens', async () => {
    await chat.run('/trace off', 'first', '/trace', 'second', '/trace off', 'third');
    expect(chat.notes.written.match(/^action {4}search \{"query":"warranty"\}$/gmu)).toHaveLength(2);
    expect(chat.notes.written).toMatch(/^The trace is off\.\nThe trace is on\.\nthought .*\n.*The trace is off\.\n$/su);
  });

  it('changes the index, and stays where it is where there is none of that name', async () => {
    expect(await chat.run('/index contracts', 'first', '/index nowhere', 'second', '/index')).toBe(1);
    expect(chat.asked.map(({ options }) => options.index)).toEqual(['contracts', 'contracts']);
    expect(chat.notes.written).toContain('Index "contracts", 1 document\n');
    expect(chat.results.written).toMatch(/^ {2}default \(1 documents?\)$/mu);
  });

  it('turns the web on and off', async () => {
    await chat.run('/web on', '/web off');
    expect(chat.notes.written).toMatch(/Web search is on: .*\nWeb search is off/u);
  });

  it('says which model answers, and which commands there are', async () => {
    await chat.run('/model', '/help');
    expect(chat.results.written).toMatch(/^Chat model ollama:llama3\.2\n/u);
    for (const command of ['/help', '/sources', '/trace', '/web', '/index', '/model', '/new', '/quit']) {
      expect(chat.results.written).toMatch(new RegExp(`^${command} `, 'mu'));
    }
  });

  it('names the commands where one is unknown, and refuses what is neither on nor off', async () => {
    expect(await chat.run('/sauces', '/trace maybe', '/')).toBe(3);
    expect(chat.notes.written).toMatch(/no command \/sauces.*\nThere are \/help, \/sources, .*\/quit\.\n/u);
    expect(chat.notes.written).toContain('"maybe" is neither on nor off');
  });

  it('takes a path for a question', async () => {
    await chat.run('/etc/hosts: what is it?');
    expect(chat.asked[0]?.question).toBe('/etc/hosts: what is it?');
  });

  it('ends at /quit', async () => {
    await chat.run('first', '/quit', 'second');
    expect(chat.asked).toHaveLength(1);
  });

  it('gives the next line to the model that asks back; without one the run goes on', async () => {
    const heard: string[] = [];
    chat.script = async function* ask(_, { askUser }) {
      const signal = new AbortController().signal;
      const questions = ['Which year?', 'Which town?'];
      const told = questions.map(async (question) => askUser?.(question, signal));
      for (const each of await Promise.allSettled(told)) {
        heard.push(each.status === 'fulfilled' ? String(each.value) : String(each.reason));
      }
      yield* answering();
    };
    await chat.run('What did it cost?', '2021');
    expect(chat.results.written).toMatch(/^\? Which year\?\n\? Which town\?\n/u);
    expect(heard).toEqual(['2021', expect.stringContaining('does not answer')]);
    expect(chat.asked).toHaveLength(1);
  });

  it('stops the running question at the first interrupt and the session at the second', async () => {
    chat.script = async function* endless(_, { signal }) {
      chat.interrupt();
      yield* answering();
      await new Promise(() => signal);
    };
    expect(await chat.run('first', 'second', 'third')).toBe(2);
    expect(chat.asked.map(({ question }) => question)).toEqual(['first', 'second']);
    expect(chat.notes.written).toBe('Stopped.\nStopped.\n');
  });
});
