/** Deeper values keep the path of the level above: paths would grow without end. */
const maximumDepth = 40;

interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
}

/**
 * A JSON value as readable lines, `path.to.key: value`; lists of plain values stand on one line. Values keep their line
 * breaks, so that an entry may take several lines.
 */
export function jsonLines(value: unknown, path: string): string {
  const lines: string[] = [];
  // A stack of its own: JSON may be nested deeper than calls.
  const pending: Place[] = [{ value, path, depth: 0 }];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const children = isPlain(place.value) ? [] : childrenOf(place);
    if (children.length === 0) lines.push(line(place.path, place.value));
    for (const child of children.reverse()) pending.push(child);
  }
  return lines.join('\n');
}

/** Values that fit on one line behind their key. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => isScalar(item) && !String(item).includes('\n'));
  return isScalar(value);
}

export function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function childrenOf({ value, path, depth }: Place): Place[] {
  if (isScalar(value)) return [];
  const isTooDeep = depth >= maximumDepth;
  const child = (key: string, item: unknown): Place => ({
    value: item,
    path: isTooDeep ? path : key,
    depth: depth + 1,
  });
  if (Array.isArray(value)) return value.map((item, index) => child(`${path}[${index}]`, item));
  return Object.entries(value as object).map(([key, item]) => child(path === '' ? key : `${path}.${key}`, item));
}

function line(path: string, value: unknown): string {
  const text = Array.isArray(value) ? value.map(scalarText).join(', ') : scalarText(value);
  return path === '' ? text : `${path}: ${text}`;
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value.includes('\r') ? value.replace(/\r\n?/gu, '\n') : value;
  return isScalar(value) ? String(value) : '';
}
