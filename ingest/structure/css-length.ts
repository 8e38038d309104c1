/** Pixels of one unit; those that depend on the page as it would be in an ordinary window (1280 × 800, 16 px text). */
const pixels: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  em: 16,
  rem: 16,
  ch: 8,
  ex: 8,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 37.8,
  mm: 3.78,
  vw: 12.8,
  vh: 8,
  vmin: 8,
  vmax: 12.8,
  '%': 10,
};

/** A length in pixels, roughly; undefined for what is none (`auto`, `calc(...)`). */
export function cssLength(value: string | undefined): number | undefined {
  const [, number, unit = ''] = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)([a-z]*|%)$/u.exec(value ?? '') ?? [];
  const size = pixels[unit];
  return number === undefined || size === undefined ? undefined : Number(number) * size;
}
