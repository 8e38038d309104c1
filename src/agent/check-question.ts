import { DocentError } from '../core/errors.js';

const maxHits = 1000;
const maxQuestionLength = 8000;

/** @throws DocentError `invalid-request` */
export function checkQuestion(text: string): void {
  if (text.trim() === '') {
    throw new DocentError('invalid-request', 'The question is empty.', { hint: 'Write what you want to know.' });
  }
  if (text.length > maxQuestionLength) {
    const hint = `Ask in at most ${maxQuestionLength.toLocaleString('en')} characters.`;
    throw new DocentError('invalid-request', `The question has ${text.length.toLocaleString('en')} characters.`, {
      hint,
    });
  }
}

/** The number of passages. @throws DocentError `invalid-request` */
export function checkedK(k: number): number {
  if (Number.isInteger(k) && k >= 1 && k <= maxHits) return k;
  throw new DocentError('invalid-request', `k is ${k}; it must be a whole number from 1 to 1,000.`);
}
