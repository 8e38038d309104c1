import type { MathJsInstance, MathNode } from 'mathjs';

/** Functions that an expression may use; everything else of the library stays out of reach. */
const allowedFunctions = new Set(
  'abs ceil floor round sqrt cbrt exp log log2 log10 min max sum mean median mod sin cos tan to'.split(' '),
);
const allowedNodes = new Set([
  'OperatorNode',
  'ConstantNode',
  'ParenthesisNode',
  'FunctionNode',
  'SymbolNode',
  'ArrayNode',
]);
/** A tower of powers takes for ever; a factorial of a large number fills the memory. */
const largestExponent = 1000;

let loading: Promise<MathJsInstance> | undefined;

/**
 * The value of an expression as text, 12 significant digits.
 * @throws Error with a reason that a model can mend
 */
export async function evaluateArithmetic(expression: string): Promise<string> {
  loading ??= import('mathjs').then(({ create, all }) => create(all ?? {}, { number: 'BigNumber', precision: 32 }));
  const math = await loading;
  const tree = math.parse(withoutSeparators(expression));
  tree.traverse((node) => check(node, math));
  const value: unknown = tree.evaluate();
  if (typeof value === 'function' || value === undefined) throw new Error('it has no value');
  const text = math.format(value, { precision: 12, lowerExp: -9, upperExp: 15 });
  if (/NaN|Infinity/u.test(text)) throw new Error(`the result is ${text}`);
  return text;
}

/** As people write numbers and signs. A comma in a function's brackets separates arguments, elsewhere thousands. */
function withoutSeparators(expression: string): string {
  const signs = expression.replace(/×/gu, '*').replace(/÷/gu, '/').replace(/[−–]/gu, '-');
  return /[a-z]\s*\(/iu.test(signs) ? signs : signs.replace(/(?<=\d),(?=\d{3}(?!\d))/gu, '');
}

function check(node: MathNode, math: MathJsInstance): void {
  if (!allowedNodes.has(node.type)) throw new Error('only numbers, operators and functions are allowed');
  if (math.isFunctionNode(node) && !allowedFunctions.has(node.fn.name ?? '')) {
    throw new Error(`there is no function ${String(node.fn.name)}`);
  }
  if (!math.isOperatorNode(node)) return;
  if (node.op === '!') throw new Error('factorials are not supported');
  const [, exponent] = node.args;
  if (node.op !== '^' || exponent === undefined) return;
  const isSmall = math.isConstantNode(exponent) && Number(exponent.value) <= largestExponent;
  const isNegated = math.isOperatorNode(exponent) || math.isParenthesisNode(exponent);
  if (!isSmall && !(isNegated && !exponent.toString().includes('^') && exponent.toString().length <= 12)) {
    throw new Error(`an exponent must be a number up to ${largestExponent}`);
  }
}
