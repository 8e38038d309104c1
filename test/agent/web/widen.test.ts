import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DocentError } from '../../../src/core/errors.js';
import { ScriptedWeb } from '../../fakes/scripted-web.js';
import { calls, says } from '../../fixtures/scripted-chat-server.js';
import { criticises, drafts, shownTo } from '../agent-script.js';
import { AgentWorkplace } from '../agent-workplace.js';

const ferries = 'https://ferries.example/timetable';
const pages = {
  [ferries]: {
    title: 'Ferry timetable',
    text: 'The ferry to Bornholm leaves Ystad at nine in the morning.\n\nIt does not sail on Mondays.',
  },
  'https://broken.example/': new DocentError('web-page-failed', 'broken.example answered 500.'),
};
const question = 'When does the ferry to Bornholm leave Ystad?';

let place: AgentWorkplace;
let web: ScriptedWeb;
beforeAll(async () => {
  place = await AgentWorkplace.open();
});
beforeEach(() => {
  place.reset();
  web = new ScriptedWeb(pages);
});
afterAll(() => place.close());

describe('the web without a chat model', () => {
  const ask = (mode: 'off' | 'fallback' | 'always', text = question) =>
    place.run(text, { model: undefined, web: { mode, access: web } });

  it('is asked where the index does not suffice, and its pages are quoted', async () => {
    const { answer, of } = await ask('fallback');
    expect(answer.answer).toContain('The ferry to Bornholm leaves Ystad at nine in the morning.');
    expect(answer.citations[0]).toMatchObject({
      source: 'web',
      url: ferries,
      document: ferries,
      accessedAt: '2026-11-21T12:00:00.000Z',
      quote: 'The ferry to Bornholm leaves Ystad at nine in the morning.',
    });
    expect(
      of('tool-result')
        .filter(({ isError }) => isError)
        .map(({ text }) => text),
    ).toEqual(['broken.example answered 500.']);
  });

  it('is not asked where it is off, or where the index suffices', async () => {
    await ask('off');
    expect((await ask('fallback', 'When does the harbour office open?')).answer.answer).toContain('seven');
    expect(web.searches).toEqual([]);
  });

  it('is asked in any case where the user wants it', async () => {
    await ask('always', 'When does the harbour office open?');
    expect(web.searches).toEqual(['When does the harbour office open?']);
  });

  it("is asked in the user's own spelling, whatever the index reads", async () => {
    const { answer } = await ask('always', 'When does the harbuor office open?');
    expect(answer.standalone).toBe('When does the harbour office open?');
    expect(web.searches[0]).toBe('When does the harbuor office open?');
  });

  it('that is down is named as the reason, never as nothing found', async () => {
    web.failure = new DocentError('web-unavailable', 'duckduckgo: blocked; searxng: not configured.');
    const { answer, end } = await ask('fallback');
    expect(end.type).toBe('abstention');
    expect(answer.answer).toContain('The web was not available: duckduckgo: blocked; searxng: not configured.');
    expect(answer.abstention?.searched.web?.failures).toHaveLength(1);
    expect(answer.warnings?.join()).toContain('not available');
  });

  it('is asked once more with the words that matter where the question finds nothing', async () => {
    web.barren.add(question);
    const { answer } = await ask('fallback');
    expect(web.searches).toEqual([question, 'ferry Bornholm leave Ystad']);
    expect(answer.answer).toContain('leaves Ystad at nine');
  });

  it('visits an address that the question names', async () => {
    const { answer } = await ask('always', `When does the ferry to Bornholm leave, according to ${ferries}?`);
    expect(web.visits[0]).toBe(ferries);
    expect(answer.citations.some(({ url }) => url === ferries)).toBe(true);
  });
});

describe('the web with a chat model', () => {
  const missing = [{ question: 'When does the ferry leave?', keywords: '' }];
  const ask = () => place.run(question, { web: { mode: 'fallback', access: web } });

  it('is searched by agents that see nothing of the index', async () => {
    const contexts: string[] = [];
    place.script
      .on('criticise', criticises({ sufficiency: 'none', missing }), criticises())
      .on('research', calls({ name: 'final_answer', arguments: { found: false } }))
      .on(
        'browse',
        calls({ name: 'search_web', arguments: { query: 'ferry Bornholm' } }),
        calls({ name: 'visit_webpage', arguments: { url: ferries, lookFor: 'when the ferry leaves' } }),
        (request) => {
          contexts.push(shownTo(request));
          return calls({ name: 'final_answer', arguments: { found: true } });
        },
      )
      .on('draft', drafts('It leaves at nine in the morning {leaves Ystad at nine}.'));
    const { answer } = await ask();
    expect(answer.answer).toBe('It leaves at nine in the morning. [1]');
    expect(answer.citations).toMatchObject([{ source: 'web', url: ferries }]);
    expect(contexts.join()).not.toContain('harbour');
  });

  it('refuses an address that nobody named, whatever a page says', async () => {
    const stolen = 'https://evil.example/?q=12+euros';
    place.script
      .on('criticise', criticises({ sufficiency: 'none', missing }), criticises())
      .on('research', calls({ name: 'final_answer', arguments: { found: false } }))
      .on('browse', calls({ name: 'visit_webpage', arguments: { url: stolen, lookFor: 'x' } }), (request) => {
        expect(shownTo(request)).toContain('was named by no search result');
        return says('I stop.');
      })
      .on('draft', says('NOT FOUND'));
    await ask();
    expect(web.visits).toEqual([]);
  });

  it('withholds tools that reach out once a page has been read', async () => {
    const offered: string[][] = [];
    const askUser = async () => 'yes';
    place.script
      .on('criticise', criticises({ sufficiency: 'none', missing }))
      .on('research', (request) => {
        offered.push((request.body.tools ?? []).map((tool) => tool.function.name));
        return calls({ name: 'final_answer', arguments: { found: false } });
      })
      .on('browse', calls({ name: 'search_web', arguments: { query: 'ferry' } }), says('Enough.'))
      .on('draft', says('NOT FOUND'));
    await place.run(question, { web: { mode: 'fallback', access: web }, askUser });
    expect(offered[0]).toContain('ask_user');
    expect(offered[1]).not.toContain('ask_user');
  });
});
