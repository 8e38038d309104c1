/** Number words that a statement's digits may stand for in a source. */
const words: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  first: 1,
  second: 2,
  third: 3,
  once: 1,
  twice: 2,
  half: 0.5,
};
const scales: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9, k: 1e3, m: 1e6, bn: 1e9 };
const numeral =
  /(?<![\p{L}\d])\d+(?:[.,\u00a0' ]\d{3}(?!\d))*(?:[.,]\d+)?(?:\s?(thousand|million|billion|bn|k|m)\b)?/giu;
/** Two numbers that agree in so many digits are one number, rounded. */
const roundingDigits = 2;

/** Numbers of a statement that none of the texts has, as they are written: an invented figure shows here. */
export function numbersNotIn(statement: string, texts: readonly string[]): readonly string[] {
  const known = texts.flatMap(valuesIn);
  return [...statement.matchAll(numeral)]
    .filter((match) => !valuesOf(match).some((value) => known.some((each) => isSame(value, each))))
    .map(([written]) => written.trim());
}

function valuesIn(text: string): readonly number[] {
  const written = [...text.matchAll(numeral)].flatMap(valuesOf);
  const spelled = (text.toLowerCase().match(/[a-z]+/gu) ?? []).flatMap((word) => words[word] ?? []);
  return [...written, ...spelled];
}

/** A comma is a decimal mark in one country and a separator in the next: both readings count. */
function valuesOf([written, scale]: RegExpMatchArray): readonly number[] {
  const digits = written.replace(/[^\d.,]/gu, '').replace(/[.,]$/u, '');
  const factor = scale === undefined ? 1 : (scales[scale.toLowerCase()] ?? 1);
  const readings = [
    digits.replaceAll(',', ''),
    digits.replaceAll('.', '').replace(',', '.'),
    digits.replace(/[.,]/gu, ''),
  ];
  const values = readings.map(Number).filter((value) => Number.isFinite(value));
  return [...new Set(values.flatMap((value) => [value, value * factor]))];
}

function isSame(one: number, other: number): boolean {
  if (one === other) return true;
  // Years, counts and small numbers are exact; only long figures are rounded.
  if (Math.abs(one) < 10_000 && Number.isInteger(one) && Number.isInteger(other)) return false;
  return (
    Number(one.toPrecision(roundingDigits + 1)) === Number(other.toPrecision(roundingDigits + 1)) ||
    one === Math.round(other)
  );
}
