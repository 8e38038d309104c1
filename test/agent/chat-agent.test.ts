import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool } from '../../src/agent/tools/tool.js';
import { calls, says } from '../fixtures/scripted-chat-server.js';
import { criticises, drafts, judges, numberOf, shownTo, understands } from './agent-script.js';
import { AgentWorkplace } from './agent-workplace.js';

let place: AgentWorkplace;
beforeAll(async () => {
  place = await AgentWorkplace.open();
});
beforeEach(() => place.reset());
afterAll(() => place.close());

describe('an answer by a chat model', () => {
  it('cites sentences that stand verbatim in the documents', async () => {
    place.script.on('draft', drafts('Boats longer than ten metres pay 20 euros a night {Longer boats}.'));
    const { answer, of } = await place.run('What do longer boats pay?');
    expect(answer.answer).toBe('Boats longer than ten metres pay 20 euros a night. [1]');
    expect(answer.citations).toMatchObject([
      { id: 1, document: 'guide.md', heading: 'Fees', quote: 'Longer boats pay 20 euros a night.' },
    ]);
    expect(answer).toMatchObject({
      abstained: false,
      model: 'url:scripted',
      claims: { total: 1, supported: 1 },
      support: 1,
      usage: { modelCalls: 4, steps: 1 },
    });
    expect(
      of('text-delta')
        .map(({ text }) => text)
        .join(''),
    ).toBe(answer.answer);
    expect(of('draft-delta').length).toBeGreaterThan(0);
  });

  it('leaves out what no source supports, and counts it', async () => {
    place.script
      .on(
        'draft',
        drafts('Longer boats pay 20 euros a night {Longer boats}. Berths are the best in Europe {Longer boats}.'),
      )
      .on('judge', judges({ 2: 'unsupported' }));
    const { answer } = await place.run('What do longer boats pay?');
    expect(answer.answer).toBe('Longer boats pay 20 euros a night. [1]');
    expect(answer.claims).toEqual({ total: 2, supported: 1 });
  });

  it('takes a statement that was repaired', async () => {
    place.script
      .on('draft', drafts('The office opens at six {harbour office}.'))
      .on('judge', judges({ 1: 'unsupported' }), judges())
      .on('repair', (request) => {
        const text = `The office opens at seven in the morning [${numberOf(request, 'harbour office')}].`;
        return says(JSON.stringify({ repairs: [{ statement: 1, text }] }));
      });
    const { answer } = await place.run('When does the office open?');
    expect(answer.answer).toBe('The office opens at seven in the morning. [1]');
    expect(answer.claims).toEqual({ total: 1, supported: 1 });
  });

  it('never cites a passage that was not shown', async () => {
    place.script.on('draft', says('Longer boats pay 20 euros a night [77]. The moon is made of cheese [78].'));
    const { answer } = await place.run('What do longer boats pay?');
    expect(answer.abstained).toBe(true);
    expect(answer.citations).toEqual([]);
    expect(answer.claims).toEqual({ total: 2, supported: 0 });
  });

  it('does not trust a judge that lets an invented figure pass', async () => {
    place.script.on('draft', drafts('Longer boats pay 35 euros a night {Longer boats}.'));
    const { answer } = await place.run('What do longer boats pay?');
    expect(answer.abstained).toBe(true);
  });

  it('finds the source of a statement that names none', async () => {
    place.script.on('draft', says('Longer boats pay 20 euros a night.'));
    const { answer } = await place.run('What do longer boats pay?');
    expect(answer.citations).toMatchObject([{ quote: 'Longer boats pay 20 euros a night.' }]);
  });

  it('keeps a sentence that says what the sources do not tell beside one that they support', async () => {
    place.script
      .on(
        'draft',
        drafts('Longer boats pay 20 euros a night {Longer boats}. The sources do not say what houseboats pay.'),
      )
      .on('judge', judges({ 2: 'gap' }));
    const { answer } = await place.run('What do longer boats and houseboats pay?');
    expect(answer.answer).toBe('Longer boats pay 20 euros a night. [1] The sources do not say what houseboats pay.');
    expect(answer.claims).toEqual({ total: 1, supported: 1 });
  });

  it('is an abstention where the model finds nothing', async () => {
    place.script.on('draft', says('NOT FOUND'));
    const { end, answer } = await place.run('What do submarines pay?');
    expect(end.type).toBe('abstention');
    expect(answer.answer).toContain('I do not know');
    expect(place.script.asked('judge')).toBe(0);
  });

  it('reports sources that contradict each other', async () => {
    place.script
      .on('criticise', (request) => {
        const passages = [numberOf(request, 'Longer boats'), numberOf(request, 'harbour office')];
        return criticises({ sufficiency: 'contradictory', contradictions: [{ about: 'the fee', passages }] });
      })
      .on('draft', drafts('Longer boats pay 20 euros a night {Longer boats}.'));
    const { answer } = await place.run('What do longer boats pay?');
    expect(answer.contradictions).toMatchObject([{ about: 'the fee' }]);
    expect(answer.contradictions?.[0]?.evidence).toHaveLength(2);
  });

  it('computes with the calculator and cites the result', async () => {
    place.script.on('draft', calls({ name: 'calculator', arguments: { expression: '20 * 3' } }), (request) => {
      const number = numberOf(request, '20 * 3 = 60');
      return says(`Three nights cost 60 euros [${number}].`);
    });
    const { answer } = await place.run('What do three nights cost for longer boats?');
    expect(answer.answer).toBe('Three nights cost 60 euros. [1]');
    expect(answer.citations).toMatchObject([{ document: 'calculator', quote: '20 * 3 = 60' }]);
  });
});

describe('understanding', () => {
  it('asks no model for a greeting or a sum', async () => {
    const before = place.server.requests.length;
    expect((await place.run('Hello!')).answer).toMatchObject({ abstained: false, citations: [] });
    expect((await place.run('What is 12 * 7?')).answer.answer).toBe('12 * 7 = 84');
    expect(place.server.requests.length).toBe(before);
  });

  it('searches for the parts of a question, with keywords and a hypothetical answer', async () => {
    const parts = [
      { question: 'Who is the harbour master?', keywords: 'harbour master', hypothesis: 'N. is the harbour master.' },
      { question: 'Where was the harbour master born?', keywords: '', hypothesis: '' },
    ];
    place.script.on('understand', understands({ parts })).on('draft', drafts('She was born in Malmö {Malmö}.'));
    const { of, answer } = await place.run('Where was the harbour master born?');
    expect(of('tool-call').map((call) => [call.arguments['query'], call.arguments['mode']])).toEqual([
      ['Where was the harbour master born?', undefined],
      ['Who is the harbour master?', undefined],
      ['harbour master', 'lexical'],
      ['N. is the harbour master.', 'dense'],
    ]);
    expect(answer.usage.searches).toBe(4);
  });

  it('completes a question from the conversation', async () => {
    place.script
      .on('understand', understands({ standalone: 'What do boats longer than ten metres pay?' }))
      .on('draft', drafts('They pay 20 euros a night {Longer boats}.'));
    const turns = [{ question: 'What does mooring cost?', answer: '12 euros a night.' }];
    const { answer } = await place.run('And longer ones?', { conversation: { turns } });
    expect(answer.standalone).toBe('What do boats longer than ten metres pay?');
    const asked = place.server.requests.findLast((request) => shownTo(request).startsWith('You prepare'));
    expect(shownTo(asked ?? never())).toContain('User: What does mooring cost?');
  });
});

describe('the search for what is missing', () => {
  const missing = [{ question: 'Where was Anna Berg born?', keywords: 'Anna Berg' }];

  it('goes on with tools until the critic is content', async () => {
    place.script
      .on('criticise', criticises({ sufficiency: 'partial', missing }), criticises())
      .on('research', calls({ name: 'search_documents', arguments: { query: 'Anna Berg born' } }), (request) => {
        expect(shownTo(request)).toContain('She was born in Malmö.');
        return calls({ name: 'final_answer', arguments: { found: true, note: 'Malmö' } });
      })
      .on('draft', drafts('She was born in Malmö {Malmö}.'));
    const { answer, of } = await place.run('Where was the harbour master born?');
    expect(answer.answer).toBe('She was born in Malmö. [1]');
    expect(of('critique').map(({ sufficiency }) => sufficiency)).toEqual(['partial', 'sufficient']);
    expect(of('tool-result').map(({ tool }) => tool)).toEqual(['search_documents', 'search_documents', 'final_answer']);
  });

  it('lets several agents work side by side, each under its name', async () => {
    const both = [...missing, { question: 'Who paints boats?', keywords: '' }];
    place.script
      .on('criticise', criticises({ sufficiency: 'partial', missing: both }), criticises())
      .on('research', (request) => {
        const query = shownTo(request).includes('Find out: Who paints') ? 'paints boats' : 'Anna Berg born';
        const isFirst = request.body.messages?.length === 2;
        return isFirst
          ? calls({ name: 'search_documents', arguments: { query } })
          : calls({ name: 'final_answer', arguments: { found: true } });
      })
      .on('draft', drafts('She was born in Malmö {Malmö}. Karl Lind paints boats {paints boats}.'));
    const { answer, of } = await place.run('Where was the harbour master born and who paints boats?');
    expect(answer.citations).toHaveLength(2);
    expect(new Set(of('tool-call').map(({ agent }) => agent))).toEqual(new Set([undefined, 'agent 1', 'agent 2']));
  });

  it('refuses a search that was made before', async () => {
    place.script
      .on('criticise', criticises({ sufficiency: 'partial', missing }), criticises())
      .on(
        'research',
        calls({ name: 'search_documents', arguments: { query: 'born: where the Harbour Master was' } }),
        calls({ name: 'final_answer', arguments: { found: false } }),
      )
      .on('draft', drafts('She was born in Malmö {Malmö}.'));
    const { of } = await place.run('Where was the harbour master born?');
    const texts = of('tool-result').map(({ text }) => text);
    expect(texts[1]).toContain('You have searched for');
  });

  it('reads around a passage, lists documents, and tells the model what it did wrong', async () => {
    place.script
      .on('criticise', criticises({ sufficiency: 'partial', missing }), criticises())
      .on(
        'research',
        (request) =>
          calls(
            { name: 'read_pages', arguments: { passage: numberOf(request, 'Anna Berg is') } },
            { name: 'read_pages', arguments: { passage: 99 } },
            { name: 'list_documents', arguments: {} },
            { name: 'calculator', arguments: { expression: 'import("fs")' } },
            { name: 'search_web', arguments: { query: 'x' } },
            { name: 'search_documents', arguments: { query: 7 } },
          ),
        calls({ name: 'final_answer', arguments: { found: false } }),
      )
      .on('draft', drafts('She was born in Malmö {Malmö}.'));
    const { of } = await place.run('Who is the harbour master?');
    const results = of('tool-result').slice(1, 7);
    expect(results.map(({ isError }) => isError)).toEqual([false, true, false, true, true, true]);
    expect(results[1]?.text).toContain('There is no passage 99');
    expect(results[2]?.text).toContain('- guide.md: Harbour guide');
    expect(results[3]?.text).toContain('no function import');
    expect(results[4]?.text).toContain('search_documents, read_pages');
    expect(results[5]?.text).toContain('query');
  });
});

describe('the critic of the finished answer', () => {
  const lacking = judges({}, { completeness: 0.3, missing: ['Where was the harbour master born?'] });

  it('spends another round on what the answer lacks', async () => {
    place.script
      .on('draft', drafts('Anna Berg is the harbour master {Anna Berg is}.'), drafts('She was born in Malmö {Malmö}.'))
      .on('judge', lacking, judges())
      .on('research', calls({ name: 'final_answer', arguments: { found: true } }));
    const { answer, of } = await place.run('Who is the harbour master and where was she born?');
    expect(answer.answer).toBe('She was born in Malmö. [1]');
    expect(place.script.asked('draft')).toBe(2);
    expect(of('critique')).toHaveLength(2);
  });

  it('keeps the better of two answers', async () => {
    place.script
      .on('draft', drafts('Anna Berg is the harbour master {Anna Berg is}.'), says('NOT FOUND'))
      .on('judge', lacking)
      .on('research', calls({ name: 'final_answer', arguments: { found: false } }));
    const { answer } = await place.run('Who is the harbour master and where was she born?');
    expect(answer.answer).toBe('Anna Berg is the harbour master. [1]');
  });

  it('lets a poor answer stand where the budget allows no other', async () => {
    place.script.on('draft', drafts('Anna Berg is the harbour master {Anna Berg is}.')).on('judge', lacking);
    const { answer } = await place.run('Who is the harbour master?', { limits: { steps: 1 } });
    expect(answer.answer).toBe('Anna Berg is the harbour master. [1]');
    expect(answer.support).toBeCloseTo(0.3);
    expect(answer.usage.limit).toBe('steps');
  });
});

describe('a model without tool calling of its own', () => {
  it('works through the text protocol, mistakes included', async () => {
    const plain = await AgentWorkplace.open({ DOCENT_CHAT_TOOLS: 'text' });
    try {
      plain.script
        .on(
          'criticise',
          criticises({ sufficiency: 'partial', missing: [{ question: 'Where was she born?' }] }),
          criticises(),
        )
        .on(
          'research',
          says('Thought: I need a tool.\nAction: look_up\nArguments: {"query": "x"}'),
          says('Thought: By name.\nAction: search_documents\n```json\nArguments: {"query": "Anna Berg",}\n```'),
          (request) => {
            expect(shownTo(request)).toContain('Observation: Passages for "Anna Berg"');
            return says('Action: final_answer\nArguments: {"found": true}');
          },
        )
        .on('draft', drafts('Answer: She was born in Malmö {Malmö}.'));
      const { answer, of } = await plain.run('Where was the harbour master born?');
      expect(answer.answer).toBe('She was born in Malmö. [1]');
      expect(of('tool-result').map(({ isError }) => isError)).toEqual([false, true, false, false]);
      expect(of('tool-result')[1]?.text).toContain('search_documents');
    } finally {
      await plain.close();
    }
  });
});

describe('tools of the user', () => {
  const schema = z.object({ place: z.string() });
  const weather = defineTool({
    name: 'water_level',
    description: 'Tells the water level at a place.',
    argumentsSchema: schema,
    async execute({ place: where }) {
      if (where === 'nowhere') throw new Error('no such place');
      return {
        text: 'Measured:',
        sources: [{ title: 'Gauge', text: `The water level at ${where} is 3.2 m.`, uri: 'gauge' }],
      };
    },
  });
  const missing = [{ question: 'How high is the water at the pier?' }];

  it('are offered to the model, and what they say can be cited', async () => {
    place.script
      .on('criticise', criticises({ sufficiency: 'none', missing }), criticises())
      .on(
        'research',
        calls(
          { name: 'water_level', arguments: { place: 'nowhere' } },
          { name: 'water_level', arguments: { place: 'the pier' } },
        ),
        calls({ name: 'final_answer', arguments: { found: true } }),
      )
      .on('draft', drafts('The water stands at 3.2 m {3.2 m}.'));
    const { answer, of } = await place.run('How high is the water at the pier?', { tools: [weather] });
    expect(of('tool-result')[1]).toMatchObject({ isError: true, text: 'The tool water_level failed: no such place' });
    expect(answer.citations).toMatchObject([{ document: 'gauge', quote: 'The water level at the pier is 3.2 m.' }]);
  });

  it('that never come back do not hold the run', async () => {
    const deaf = defineTool({ ...weather, execute: () => new Promise(() => undefined) });
    place.script
      .on('criticise', criticises({ sufficiency: 'none', missing }), criticises())
      .on('research', calls({ name: 'water_level', arguments: { place: 'the pier' } }))
      .on('draft', says('NOT FOUND'));
    const { end } = await place.run('How high is the water?', { tools: [deaf], limits: { seconds: 0.3 } });
    expect(end.type).toBe('abstention');
  });

  it('can ask the person who waits', async () => {
    place.script
      .on('criticise', criticises({ sufficiency: 'none', missing }), criticises())
      .on('research', calls({ name: 'ask_user', arguments: { question: 'Which boat?' } }), (request) => {
        expect(shownTo(request)).toContain('The person says: the long one');
        return calls({ name: 'final_answer', arguments: { found: true } });
      })
      .on('draft', drafts('Longer boats pay 20 euros a night {Longer boats}.'));
    const { answer } = await place.run('What does the boat pay?', { askUser: async () => 'the long one' });
    expect(answer.abstained).toBe(false);
  });
});

function never(): never {
  throw new Error('Nobody asked.');
}
