/** Elements, numbers and axes, for both charts. Texts become text nodes, so nothing in a query can become markup. */
export const drawingScript = `
const byId = (id) => document.getElementById(id);
const drawingSpace = document.querySelector('svg').namespaceURI;

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  for (const child of children) element.append(child);
  return element;
}
const node = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
const shape = (name, attributes = {}, ...children) =>
  fill(document.createElementNS(drawingSpace, name), attributes, children);

const fixed = (value) => value.toFixed(4);
function signed(value) {
  const text = value.toFixed(4);
  if (Number(text) === 0) return '0.0000';
  return (value > 0 ? '+' : '\\u2212') + text.replace('-', '');
}

function stepFor(range, count) {
  const rough = range / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
}

function scaleFor(low, high, count, from, to) {
  const step = stepFor(high - low, count);
  const start = Math.floor(low / step + 1e-9) * step;
  const end = Math.ceil(high / step - 1e-9) * step;
  const ticks = [];
  for (let tick = start; tick <= end + step / 2; tick += step) ticks.push(tick);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return {
    ticks,
    at: (value) => from + ((value - start) / (end - start)) * (to - from),
    label: (value) => (Math.abs(value) < step / 2 ? 0 : value).toFixed(digits).replace('-', '\\u2212'),
  };
}

function horizontalLines(scale, left, right) {
  return scale.ticks.flatMap((tick) => {
    const y = scale.at(tick);
    return [
      shape('line', { class: 'grid', x1: left, x2: right, y1: y, y2: y }),
      shape('text', { x: left - 8, y: y + 4, 'text-anchor': 'end' }, scale.label(tick)),
    ];
  });
}

const widthOf = (host) => Math.max(260, host.clientWidth || 640);
`;
