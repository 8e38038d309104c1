import { beforeAll, describe, expect, it } from 'vitest';
import { loadPassageReader, type PassageReader } from '../../src/models/passage-reader.js';

const question = 'Who designed the stone bridge over the river?';
const answering = {
  context: 'The old bridge',
  text: 'The stone bridge over the river was designed by the engineer Ada Linden in 1871. It has five arches.',
};
const near = {
  context: 'The old bridge',
  text: 'The stone bridge over the river was closed for repairs in 1998. Cars have used the new road since.',
};
const other = { context: 'Cooking', text: 'Boil the beans for an hour before you add salt and onions.' };

describe('the passage reader', () => {
  let reader: PassageReader;
  beforeAll(async () => {
    reader = await loadPassageReader();
  });

  it('is loaded once', async () => {
    expect(await loadPassageReader()).toBe(reader);
  });

  it('tells a passage that answers from one that only resembles the question, and that from another matter', async () => {
    const [first, second, third] = (await reader.read(question, [answering, near, other])).map((each) => each.answers);
    expect(first).toBeGreaterThan((second ?? 0) + 0.3);
    expect(second).toBeGreaterThan((third ?? 0) + 0.3);
  });

  it('reads a passage alone as it does beside longer ones, and only as far as it was trained', async () => {
    const long = { context: '', text: `${near.text} `.repeat(60) };
    const [alone] = await reader.read(question, [answering]);
    const [among, , cut] = await reader.read(question, [answering, other, long]);
    const [longer] = await reader.read(question, [{ context: '', text: `${near.text} `.repeat(200) }]);
    expect(among?.answers).toBeCloseTo(alone?.answers ?? 0, 3);
    expect(among?.holds).toBeCloseTo(alone?.holds ?? 0, 3);
    expect(longer?.answers).toBeCloseTo(cut?.answers ?? 0, 3);
  });

  it('tells nothing of a question without words, of an empty passage, and of none', async () => {
    expect(await reader.read('', [answering])).toEqual([{ answers: 0, holds: 0 }]);
    expect(await reader.read(question, [])).toEqual([]);
    const [empty, full] = await reader.read(question, [{ context: 'The stone bridge', text: ' ' }, answering]);
    expect(empty).toEqual({ answers: -10, holds: -10 });
    expect([full]).toEqual(await reader.read(question, [answering]));
  });
});
