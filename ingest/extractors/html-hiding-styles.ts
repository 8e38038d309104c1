import { cssLength } from '../structure/css-length.js';

/** The properties that can take text out of sight. */
export const hidingProperties: ReadonlySet<string> = new Set([
  ...['display', 'visibility', 'opacity', 'content-visibility', 'filter', 'color', 'font', 'font-size'],
  ...['background', 'background-color', 'background-image', 'position', 'left', 'right', 'top', 'bottom'],
  ...['text-indent', 'margin', 'margin-left', 'margin-top', 'transform', 'clip', 'clip-path'],
  ...['width', 'height', 'max-width', 'max-height', 'overflow', 'overflow-x', 'overflow-y'],
]);

type Style = ReadonlyMap<string, string>;

/** So far to the left or above, in pixels, nothing is in the window any more. */
const farOff = -999;
/** So far to the right or below, nobody scrolls. */
const farOut = 9_000;
const nothing = 0.02;

/** Whether an element is out of sight with all that is in it, whatever its children say. */
export function hidesWhole(style: Style): boolean {
  if (style.size === 0) return false;
  return (
    style.get('display') === 'none' ||
    style.get('content-visibility') === 'hidden' ||
    isTransparent(style) ||
    isMovedAway(style) ||
    isClipped(style) ||
    isCollapsed(style)
  );
}

function isTransparent(style: Style): boolean {
  const opacity = Number.parseFloat(style.get('opacity') ?? '1');
  return opacity <= nothing || /\bopacity\(0?(?:\.0*)?(?:0%?)?\)/u.test(style.get('filter') ?? '');
}

function isMovedAway(style: Style): boolean {
  const length = (property: string) => cssLength(style.get(property)) ?? 0;
  if (length('text-indent') <= farOff || isPulledAway(style)) return true;
  if (/scale(?:x|y|3d)?\(0(?:\.0+)?[,)]/u.test(style.get('transform') ?? '')) return true;
  const moves = [...(style.get('transform') ?? '').matchAll(/translate(?:x|y|3d)?\(([^)]*)\)/gu)];
  if (moves.some(([, to = '']) => to.split(/[\s,]+/u).some((part) => isFar(cssLength(part))))) return true;
  if (!/^(?:absolute|fixed|relative)$/u.test(style.get('position') ?? '')) return false;
  if (['top', 'bottom'].some((side) => length(side) <= farOff)) return true;
  return ['left', 'right'].some((side) => isFar(length(side)));
}

/** Negative margins; shares of the width are a way to set columns, and a padding as large puts all back in its place. */
function isPulledAway(style: Style): boolean {
  const [top, right = top, , left = right] = (style.get('margin') ?? '').split(' ');
  const margins = [style.get('margin-top') ?? top, style.get('margin-left') ?? left];
  if (!margins.some((margin = '') => !margin.endsWith('%') && (cssLength(margin) ?? 0) <= farOff)) return false;
  return ![...style].some(([property, value]) => property.startsWith('padding') && /\d{4}/u.test(value));
}

function isFar(pixels = 0): boolean {
  return pixels <= farOff || pixels >= farOut;
}

/** The ways of "for screen readers only" classes, and of texts for nobody. */
function isClipped(style: Style): boolean {
  const clip = style.get('clip') ?? '';
  const isPositioned = /^(?:absolute|fixed)$/u.test(style.get('position') ?? '');
  if (isPositioned && /^rect\((?:[01](?:px)?[\s,]*){4}\)$/u.test(clip)) return true;
  return /^(?:inset\((?:50|100)%\)|circle\(0(?:px|%)?\)|polygon\(0 0(?:, ?0 0)*\))/u.test(style.get('clip-path') ?? '');
}

function isCollapsed(style: Style): boolean {
  const cuts = ['overflow', 'overflow-x', 'overflow-y'].some((name) => /hidden|clip/u.test(style.get(name) ?? ''));
  if (!cuts) return false;
  return ['width', 'height', 'max-width', 'max-height'].some((name) => {
    const length = cssLength(style.get(name));
    return length !== undefined && length <= 1;
  });
}
