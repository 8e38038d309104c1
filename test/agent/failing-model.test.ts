import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DocentError } from '../../src/core/errors.js';
import { deferred } from '../fakes/deferred.js';
import { calls, cut, delta, failsWith, type ScriptedReply, says, streams } from '../fixtures/scripted-chat-server.js';
import { type AgentScript, criticises, drafts, judges, type Role, shownTo, understands } from './agent-script.js';
import { AgentWorkplace } from './agent-workplace.js';

const question = 'What do longer boats pay?';
const missing = [{ question: 'What do longer boats pay a week?', keywords: '' }];
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => void rejections.push(reason);

let place: AgentWorkplace;
beforeAll(async () => {
  process.on('unhandledRejection', onRejection);
  place = await AgentWorkplace.open();
});
beforeEach(() => {
  place.reset();
  place.script.on('draft', drafts('Longer boats pay 20 euros a night {Longer boats}.'));
});
afterEach(() => expect(rejections).toEqual([]));
afterAll(async () => {
  process.off('unhandledRejection', onRejection);
  await place.close();
});

const roles: readonly Role[] = ['understand', 'criticise', 'research', 'draft', 'judge', 'repair'];

/** A script in which every part is played, so that each can fail. */
function everyPart(script: AgentScript): AgentScript {
  return script
    .on('criticise', criticises({ sufficiency: 'partial', missing }), criticises())
    .on('research', calls({ name: 'final_answer', arguments: { found: false } }))
    .on('draft', drafts('Longer boats pay 20 euros a night {Longer boats}. They are welcome {Longer boats}.'))
    .on('judge', judges({ 2: 'unsupported' }));
}

describe.each(roles)('where the chat model fails while it should %s', (role) => {
  const failures: readonly (readonly [string, ScriptedReply, string])[] = [
    ['a 500 that does not end', failsWith(500, 'broken'), 'chat-model-failed'],
    ['a 429 that does not end', failsWith(429, 'slow down'), 'chat-model-rate-limited'],
    ['a stream that is cut in the middle', streams(delta({ content: '{"st' }), cut), 'chat-reply-cut'],
    ['a refused key', failsWith(401, 'no'), 'chat-model-refused'],
  ];
  it.each(failures)('%s ends the run with one error', async (_, reply, code) => {
    everyPart(place.script).on(role, reply);
    const { events, end } = await place.run(question);
    expect(end).toMatchObject({ type: 'error', error: { code } });
    expect(events.filter(({ type }) => type === 'error')).toHaveLength(1);
  });

  it('a 429 and a 500 that pass do no harm', async () => {
    everyPart(place.script);
    const good = role === 'understand' ? understands() : undefined;
    if (good === undefined) place.server.reply(failsWith(429, 'slow down'), failsWith(500, 'broken'));
    else place.script.on('understand', failsWith(429, 'slow down'), failsWith(500, 'broken'), good);
    expect((await place.run(question)).answer.answer).toBe('Longer boats pay 20 euros a night. [1]');
  });
});

describe('a reply that is no JSON where JSON was asked for', () => {
  it.each(['understand', 'criticise', 'judge'] as const)('gives way to rules: %s', async (role) => {
    everyPart(place.script).on(role, says('Sure! Here is what I think about {that'));
    const { answer } = await place.run(question);
    expect(answer.answer).toContain('Longer boats pay 20 euros a night. [1]');
    expect(answer.warnings?.join()).toContain('no usable JSON');
  });

  it('is read where prose and fences stand around it', async () => {
    place.script.on('criticise', says('Here you are:\n```json\n{"sufficiency": "sufficient", "grades": [],}\n```'));
    const { answer } = await place.run(question);
    expect(answer.warnings).toBeUndefined();
  });
});

describe('a model that has gone astray', () => {
  it('calls tools without end, and is stopped by its steps', async () => {
    let number = 0;
    place.script.on('criticise', criticises({ sufficiency: 'partial', missing })).on('research', () => {
      number += 1;
      return calls({ name: 'search_documents', arguments: { query: `boats ${number}` } });
    });
    const { end, answer } = await place.run(question, { limits: { steps: 9 } });
    expect(end.type).toBe('answer-end');
    expect(answer.usage.steps).toBeLessThanOrEqual(10); // the answer is written even so
  });

  it('asks for 200 tools that do not exist', async () => {
    const wanted = Array.from({ length: 200 }, (_, at) => ({ name: `tool_${at}`, arguments: {} }));
    place.script
      .on('criticise', criticises({ sufficiency: 'partial', missing }), criticises())
      .on('research', calls(...wanted), (request) => {
        expect(request.body.messages?.filter(({ role }) => role === 'tool')).toHaveLength(200);
        expect(shownTo(request)).toContain('search_documents');
        return calls({ name: 'final_answer', arguments: { found: false } });
      });
    const { end, of } = await place.run(question);
    expect(end.type).toBe('answer-end');
    expect(of('tool-result').filter(({ isError }) => isError).length).toBeLessThanOrEqual(6);
  });

  it('is never content, and is stopped by its rounds', async () => {
    place.script
      .on('criticise', criticises({ sufficiency: 'none', missing }))
      .on('research', says('I do not know where to look.'));
    const { of, end } = await place.run(question);
    expect(of('critique')).toHaveLength(3);
    expect(end.type).toBe('answer-end');
  });

  it('says nothing at all', async () => {
    place.script.on('draft', says());
    expect((await place.run(question)).end.type).toBe('abstention');
  });
});

describe('a budget', () => {
  it('of tokens ends the search, and the answer is quoted where nothing is left for the model', async () => {
    const { answer, events } = await place.run(question, { limits: { tokens: 15 } });
    expect(answer.usage.limit).toBe('tokens');
    expect(answer.citations.length).toBeGreaterThan(0);
    expect(answer.warnings?.join()).toContain('quoted instead');
    expect(events.some(({ type }) => type === 'draft-delta')).toBe(false);
  });

  it('of cost counts what the model reads and writes at the prices that are set', async () => {
    const { answer } = await place.run(question, { prices: { input: 1_000_000, output: 0 }, limits: { cost: 1000 } });
    expect(answer.usage.cost).toBe(12 * answer.usage.modelCalls);
  });

  it.each(['understand', 'criticise', 'research', 'draft', 'judge'] as const)(
    'of seconds ends a model that falls silent: %s',
    async (role) => {
      everyPart(place.script).on(role, streams(delta({ content: 'Well' }), deferred<void>().promise));
      const { end, answer } = await place.run(question, { limits: { seconds: 0.25 } });
      expect(end.type).toBe('answer-end');
      expect(answer.citations.length).toBeGreaterThan(0);
      expect(answer.timings.total).toBeLessThan(2000);
    },
  );
});

describe('a question that nobody waits for any more', () => {
  it.each(['understand', 'criticise', 'research', 'draft', 'judge'] as const)(
    'closes the connection to the model at once: %s',
    async (role) => {
      everyPart(place.script).on(role, streams(delta({ content: 'Well' }), deferred<void>().promise));
      const controller = new AbortController();
      const number = place.server.requests.length;
      const running = place.run(question, { signal: controller.signal });
      const request = await silentRequest(number);
      const abortedAt = performance.now();
      controller.abort(new DocentError('aborted', 'gone'));
      expect(await request.ended).toBe('closed');
      expect(performance.now() - abortedAt).toBeLessThan(200);
      expect((await running).end).toMatchObject({ type: 'error', error: { code: 'aborted' } });
    },
  );

  /** The first request that does not come to its end. */
  async function silentRequest(from: number) {
    for (let number = from; ; number += 1) {
      const request = await place.server.request(number);
      const next = place.server.request(number + 1).then(() => 'next' as const);
      const isSilent = await Promise.race([next, request.ended, quiet(request.ended)]);
      if (isSilent === 'quiet') return request;
    }
  }

  /** A scripted reply that ends does so within a few turns of the event loop. */
  async function quiet(ended: Promise<unknown>): Promise<'quiet' | 'ended'> {
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    for (let turn = 0; turn < 200 && !isOver; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return isOver ? 'ended' : 'quiet';
  }
});
