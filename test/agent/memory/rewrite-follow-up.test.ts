import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { PastTurn } from '../../../src/agent/memory/conversation.js';
import { rewriteFollowUp } from '../../../src/agent/memory/rewrite-follow-up.js';
import { projectRoot } from '../../../src/core/project-root.js';
import { processorMs } from '../../processor-ms.js';
import { type Dialogue, dialogues, standalone } from './dialogues.js';

/** Each turn is understood from those before it, as in a run. */
function played({ before }: Pick<Dialogue, 'before'>): PastTurn[] {
  const turns: PastTurn[] = [];
  for (const [question, answer] of before) {
    turns.push({ question, answer, standalone: rewriteFollowUp(question, turns).standalone });
  }
  return turns;
}

describe('a follow-up', () => {
  it.each(
    dialogues.map((dialogue) => [dialogue.before.at(-1)?.[0], dialogue.followUp, dialogue.means, dialogue] as const),
  )('after "%s", "%s" means "%s"', (_, followUp, means, dialogue) => {
    const rewritten = rewriteFollowUp(followUp, played(dialogue));
    expect(rewritten).toMatchObject({ standalone: means, isFollowUp: true });
  });

  it('names what it was completed by', () => {
    const turns: PastTurn[] = [{ question: 'What is Acme Corp?', answer: 'A maker of boats.' }];
    expect(rewriteFollowUp('Who founded it?', turns).topic).toBe('Acme Corp');
    expect(rewriteFollowUp('and Beta Corp?', turns).topic).toBe('Beta Corp');
  });

  it('takes no names from an answer that is none', () => {
    const answer = 'I do not know. Nearest documents: Annual Report.';
    const turns: PastTurn[] = [{ question: 'Who directed Jaws?', answer, abstained: true }];
    expect(rewriteFollowUp('When was he born?', turns).standalone).toBe('When was Jaws born?');
  });
});

describe('a question that stands for itself', () => {
  const before: readonly (readonly [string, string])[] = [
    ['What is Acme Corp?', 'A maker of boats.'],
    ['Who directed Jaws?', 'Steven Spielberg.'],
    ['How do I change the port in 2020?', 'With DOCENT_PORT.'],
    ['Was ist die Acme Corp?', 'Ein Hersteller von Booten.'],
    ['¿Qué es Acme Corp?', 'Un fabricante.'],
    ['什么是向量检索？', '一种检索。'],
  ];

  it.each(standalone)('is left alone: %s', (question) => {
    for (const each of before) {
      expect(rewriteFollowUp(question, played({ before: [each] }))).toEqual({
        standalone: question,
        isFollowUp: false,
      });
    }
  });

  it('is every question of the handbook benchmark, whatever was asked before', () => {
    const path = join(projectRoot(), 'data', 'benchmarks', 'handbook', 'queries.jsonl');
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    const schema = z.object({ text: z.string(), answer: z.string() });
    const asked = lines.map((line) => schema.parse(JSON.parse(line)));
    const changed = asked.flatMap(({ text }, at) =>
      [1, 7, 31].flatMap((step) => {
        const { text: question, answer } = asked[(at * step + step) % asked.length] ?? { text: '', answer: '' };
        const { standalone: result } = rewriteFollowUp(text, [{ question, answer }]);
        return result === text ? [] : [`${question} | ${text} -> ${result}`];
      }),
    );
    expect(asked.length).toBeGreaterThan(80);
    expect(changed).toEqual([]);
  });

  it.each(['and in 2021?', 'Who founded it?', 'why?', '它是什么？'])('is any first question: %s', (question) => {
    expect(rewriteFollowUp(question, [])).toEqual({ standalone: question, isFollowUp: false });
    const thanks: PastTurn = { question: 'thanks', answer: 'You are welcome.' };
    expect(rewriteFollowUp(question, [thanks])).toEqual({ standalone: question, isFollowUp: false });
  });

  it('takes no longer where it is long', () => {
    const turns: PastTurn[] = [{ question: `${'Who is it that '.repeat(500)}?`, answer: 'It '.repeat(10_000) }];
    const started = processorMs();
    rewriteFollowUp(`${'and is it the one that he '.repeat(300)}?`, turns);
    expect(processorMs() - started).toBeLessThan(1000);
  });
});
