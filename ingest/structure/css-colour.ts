/** Red, green, blue (0 to 255) and opacity (0 to 1). */
export type Colour = readonly [red: number, green: number, blue: number, opacity: number];

/** Names of very light and very dark colours, and the basic ones of CSS. */
const names: Readonly<Record<string, string>> = {
  white: 'ffffff',
  snow: 'fffafa',
  ivory: 'fffff0',
  ghostwhite: 'f8f8ff',
  floralwhite: 'fffaf0',
  mintcream: 'f5fffa',
  azure: 'f0ffff',
  whitesmoke: 'f5f5f5',
  black: '000000',
  silver: 'c0c0c0',
  gray: '808080',
  grey: '808080',
  red: 'ff0000',
  maroon: '800000',
  yellow: 'ffff00',
  olive: '808000',
  lime: '00ff00',
  green: '008000',
  aqua: '00ffff',
  cyan: '00ffff',
  teal: '008080',
  blue: '0000ff',
  navy: '000080',
  fuchsia: 'ff00ff',
  magenta: 'ff00ff',
  purple: '800080',
};
/** Differences that no eye sees in text on a ground. */
const invisibleDifference = 10;

export const white: Colour = [255, 255, 255, 1];

/** Undefined for what is not one plain colour: variables, pictures, gradients. */
export function cssColour(value: string): Colour | undefined {
  if (value === 'transparent') return [0, 0, 0, 0];
  const hex = /^#([\da-f]{3,8})$/u.exec(value)?.[1] ?? names[value];
  if (hex !== undefined) return hexColour(hex);
  const call = /^(rgb|hsl)a?\(([^()]*)\)$/u.exec(value);
  const [first = '', second = '', third = '', fourth = '1'] = (call?.[2] ?? '').split(/[\s,/]+/u).filter(Boolean);
  if (call === null || third === '') return undefined;
  const rgb =
    call[1] === 'rgb' ? [first, second, third].map((part) => amount(part, 255)) : hslColour(first, second, third);
  const colour = [...rgb, amount(fourth, 1)] as unknown as Colour;
  return colour.some(Number.isNaN) ? undefined : colour;
}

/** Whether text of the one colour cannot be seen on the other. */
export function isSameColour(text: Colour, ground: Colour): boolean {
  return [0, 1, 2].every((part) => Math.abs((text[part] ?? 0) - (ground[part] ?? 0)) <= invisibleDifference);
}

function hexColour(hex: string): Colour | undefined {
  const digits = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join('') : hex;
  if (digits.length !== 6 && digits.length !== 8) return undefined;
  const part = (index: number) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  return [part(0), part(1), part(2), digits.length === 8 ? part(3) / 255 : 1];
}

function amount(text: string, whole: number): number {
  const value = Number.parseFloat(text);
  return text.endsWith('%') ? (value / 100) * whole : value;
}

/** CSS Color 4, "HSL to RGB". */
function hslColour(hue: string, saturation: string, lightness: string): number[] {
  const [degrees, s, l] = [
    Number.parseFloat(hue),
    Number.parseFloat(saturation) / 100,
    Number.parseFloat(lightness) / 100,
  ];
  return [0, 8, 4].map((offset) => {
    const place = (offset + degrees / 30) % 12;
    return 255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(place - 3, 9 - place, 1)));
  });
}
