import { afterAll, beforeAll, expect, it } from 'vitest';
import { RecordingSpan } from '../fakes/recording-span.js';
import { calls, failsWith } from '../fixtures/scripted-chat-server.js';
import { criticises, drafts } from './agent-script.js';
import { AgentWorkplace } from './agent-workplace.js';

let place: AgentWorkplace;
beforeAll(async () => {
  place = await AgentWorkplace.open();
});
afterAll(() => place.close());

/** The tree of spans by name, in order. */
function outline(span: RecordingSpan): unknown {
  return span.children.length === 0 ? span.name : { [span.name]: span.children.map(outline) };
}

function tracerInto(roots: RecordingSpan[]) {
  return {
    start: (...given: ConstructorParameters<typeof RecordingSpan>) => {
      const span = new RecordingSpan(...given);
      roots.push(span);
      return span;
    },
    close: async () => undefined,
  };
}

it('a run is one trace: a span for every search, step, tool and reply', async () => {
  const roots: RecordingSpan[] = [];
  place.script
    .on(
      'criticise',
      criticises({ sufficiency: 'partial', missing: [{ question: 'Where was Anna born?' }] }),
      criticises(),
    )
    .on(
      'research',
      calls({ name: 'search_documents', arguments: { query: 'Anna Berg' } }),
      calls({ name: 'final_answer', arguments: { found: true } }),
    )
    .on('draft', drafts('She was born in Malmö {Malmö}.'));
  await place.run('Where was the harbour master born?', { tracer: tracerInto(roots) });
  expect(roots.map(outline)).toEqual([
    {
      'invoke_agent docent': [
        'chat scripted',
        'search small',
        'chat scripted',
        { 'step 1': ['chat scripted', { 'execute_tool search_documents': ['search small'] }] },
        { 'step 2': ['chat scripted', 'execute_tool final_answer'] },
        'chat scripted',
        { 'step 1': ['chat scripted'] },
        'chat scripted',
      ],
    },
  ]);
  expect(roots[0]?.attributes).toMatchObject({
    'gen_ai.operation.name': 'invoke_agent',
    'docent.run.steps': 3,
    'docent.run.searches': 2,
    'docent.answer.claims_supported': 1,
  });
  expect(roots.every(({ ends }) => ends === 1)).toBe(true);
});

it('a run that fails is marked in its trace', async () => {
  const roots: RecordingSpan[] = [];
  place.reset();
  place.script.on('understand', failsWith(401, 'no'));
  await place.run('Where was the harbour master born?', { tracer: tracerInto(roots) });
  expect(roots[0]).toMatchObject({ ends: 1, error: { code: 'chat-model-refused' } });
});
