import { z } from 'zod';
import { DocentError, errorMessage } from '../../core/errors.js';
import { evaluateArithmetic } from './evaluate-arithmetic.js';
import { defineTool } from './tool.js';

export const calculator = defineTool({
  name: 'calculator',
  description:
    'Computes an arithmetic expression exactly: + - * / ^ %, brackets, sqrt, round, min, max, mean, units such as ' +
    '"5 km to mile". Use it for every calculation.',
  argumentsSchema: z.object({
    expression: z.string().min(1).max(500).describe('For example (1250 - 980) / 980 * 100'),
  }),
  async execute({ expression }) {
    try {
      const text = `${expression} = ${await evaluateArithmetic(expression)}`;
      return { text: 'Computed:', sources: [{ title: 'Calculation', text, uri: 'calculator' }] };
    } catch (cause) {
      throw new DocentError('invalid-request', `"${expression}" cannot be computed: ${errorMessage(cause)}.`, {
        hint: 'Write numbers and operators only, with a point for decimals.',
        cause,
      });
    }
  },
});
