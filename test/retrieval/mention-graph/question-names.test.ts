import { describe, expect, it } from 'vitest';
import { questionNames } from '../../../src/retrieval/mention-graph/question-names.js';
import { nameOf, smallGraph } from './small-graph.js';

const library = {
  a: { titles: ['the hobbit'], mentions: ['j r r tolkien', 'new york'] },
  b: { titles: ['new york city', '红 楼 梦'], mentions: ['york'] },
  c: { titles: ['what is love'], mentions: [] },
};

async function namesIn(question: string) {
  const { graph, index } = await smallGraph(library);
  const names = await questionNames(question, graph);
  return { names: Object.fromEntries([...names].map(([name, count]) => [graph.nameKey(name), count])), graph, index };
}

describe('the names of a question', () => {
  it.each([
    ['Who wrote The Hobbit?', { 'the hobbit': 1 }],
    ['was J.R.R. Tolkien born before the hobbit?', { 'j r r tolkien': 1, 'the hobbit': 1 }],
    ['How far is New York City from New York, and York from York?', { 'new york city': 1, 'new york': 1, york: 2 }],
    ["New York City's mayor", { 'new york city': 1 }],
    ['红楼梦是谁写的？', { '红 楼 梦': 1 }],
    ['《红楼梦》的作者', { '红 楼 梦': 1 }],
    ['What is love?', { 'what is love': 1 }],
    ['Who is the king of Spain?', {}],
    ['', {}],
    ['???', {}],
  ])('%j: %j', async (question, expected) => {
    expect((await namesIn(question)).names).toEqual(expected);
  });

  it('are loaded into the graph', async () => {
    const { graph, index } = await namesIn('Who wrote The Hobbit?');
    const asked = index.namesAsked.length;
    expect((await nameOf(graph, 'the hobbit')).targets).toEqual(['a']);
    expect(index.namesAsked).toHaveLength(asked);
  });

  it('are looked for at the beginning of a very long question only', async () => {
    const { names, index } = await namesIn(`New York? ${'lorem ipsum dolor '.repeat(100_000)} The Hobbit?`);
    expect(names).toEqual({ 'new york': 1 });
    expect(index.namesAsked.flat().length).toBeLessThan(1_000);
  });
});
