import { describe, expect, it } from 'vitest';
import { answerText } from '../../../server/cli/answers/answer-text.js';
import { colorsFor } from '../../../server/cli/colors.js';
import { sampleAnswer } from '../../fakes/fake-assistant.js';
import { SmallTerminal } from './small-terminal.js';

const plain = colorsFor(new SmallTerminal());
const withModel = { ...sampleAnswer, model: 'ollama:llama3.2', usage: { ...sampleAnswer.usage, modelCalls: 4 } };

describe('an answer in the terminal', () => {
  it('is followed by its footnotes', () => {
    expect(answerText(sampleAnswer, plain)).toBe(
      'The warranty lasts two years [1].\n\n[1] handbook.pdf, p. 2: “The warranty lasts two years.”\n',
    );
  });

  it('says which model wrote it and how much of it is supported', () => {
    const answer = { ...withModel, claims: { total: 3, supported: 2 } };
    expect(answerText(answer, plain)).toMatch(/”\n\nmodel: ollama:llama3\.2, 2 of 3 statements supported\n$/u);
  });

  it('says nothing of a model that was not asked', () => {
    expect(answerText({ ...withModel, usage: sampleAnswer.usage }, plain)).not.toContain('model:');
  });

  it('names the places that contradict each other, as their numbers are not the marks of the answer', () => {
    const place = { chunkId: 'c', documentId: 'd', location: 'p. 3' };
    const evidence = [
      { ...place, number: 4, document: 'old.pdf' },
      { ...place, number: 7, document: 'new.pdf' },
    ];
    const answer = { ...sampleAnswer, evidence, contradictions: [{ about: 'the fee', evidence: [4, 7, 9] }] };
    expect(answerText(answer, plain)).toContain(
      '\nthe sources contradict each other about the fee: old.pdf, p. 3 / new.pdf, p. 3 / passage 9\n',
    );
  });

  it('ends with the question as it was understood and the warnings, dimmed on a terminal', () => {
    const answer = { ...sampleAnswer, standalone: 'How long is\nthe warranty?', warnings: ['The budget was used up.'] };
    expect(answerText(answer, plain)).toMatch(
      /\n\nunderstood as: How long is the warranty\?\nwarning: The budget was used up\.\n$/u,
    );
    const colored = colorsFor(new SmallTerminal(80, 24, true));
    expect(answerText(answer, colored)).toContain('\u001B[2mwarning: The budget was used up.\u001B[22m');
  });
});
