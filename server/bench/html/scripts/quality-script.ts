/** Quality against latency: a mark for each retriever at its median latency, a line to its 95th percentile. */
export const qualityScript = `
const markPaths = [
  'M0-7A7 7 0 1 1 0 7A7 7 0 1 1 0-7Z', 'M-6-6H6V6H-6Z', 'M0-8L8 0L0 8L-8 0Z',
  'M0-8L8 6H-8Z', 'M0 8L8-6H-8Z', 'M-3-8H3V-3H8V3H3V8H-3V3H-8V-3H-3Z',
];

function qualityText(retriever, metric, position) {
  return retriever.name + ': ' + metric.label + ' ' + fixed(retriever.means[position]) +
    ', latency p50 ' + retriever.p50.toFixed(1) + ' ms, p95 ' + retriever.p95.toFixed(1) + ' ms';
}

/** The first place beside the mark where a name hits neither another name, nor a mark or its line, nor the edge. */
function placeFor(x, y, name, taken, width) {
  const length = name.length * 7.5;
  const left = -12 - length;
  const places = [[left, 4], [left, -10], [left, 18], [-length / 2, -14], [-length / 2, 24], [12, -10], [12, 20], [12, 4]];
  const boxes = places.map(([dx, dy]) => ({ left: x + dx, right: x + dx + length, top: y + dy - 12, bottom: y + dy + 3 }));
  const isFree = (box) => box.left >= 44 && box.right <= width && !taken.some((other) =>
    box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
  const box = boxes.find(isFree) ?? boxes[0];
  taken.push(box);
  const isLeft = box.right < x;
  return { x: isLeft ? box.right : box.left, y: box.bottom - 3, 'text-anchor': isLeft ? 'end' : 'start' };
}

function drawQuality(host, readout, part, position) {
  const metric = part.metrics[position];
  const width = widthOf(host);
  const height = width < 500 ? 280 : 340;
  const values = part.retrievers.map((retriever) => retriever.means[position]);
  const room = Math.max(0.02, (Math.max(...values) - Math.min(...values)) * 0.2);
  const y = scaleFor(Math.max(0, Math.min(...values) - room), Math.min(1, Math.max(...values) + room), 5, height - 48, 24);
  const x = scaleFor(0, Math.max(0.1, ...part.retrievers.map(({ p95 }) => p95)), width < 500 ? 4 : 8, 56, width - 16);
  const picture = shape('svg', { width, height, role: 'group', 'aria-label': metric.label + ' against latency' });
  picture.append(...horizontalLines(y, 56, width - 16));
  picture.append(...x.ticks.map((tick) => shape('text', { x: x.at(tick), y: height - 28, 'text-anchor': 'middle' }, x.label(tick))));
  picture.append(
    shape('line', { class: 'axis', x1: 56, x2: width - 16, y1: height - 48, y2: height - 48 }),
    shape('text', { x: width - 16, y: height - 8, 'text-anchor': 'end' }, 'latency of a query in ms: mark at p50, line to p95'),
    shape('text', { x: 0, y: 12 }, metric.label),
  );
  const spots = part.retrievers.map((retriever) => ({ x: x.at(retriever.p50), y: y.at(retriever.means[position]) }));
  const taken = spots.flatMap((spot, index) => [
    { left: spot.x - 8, right: spot.x + 8, top: spot.y - 8, bottom: spot.y + 8 },
    { left: spot.x, right: x.at(part.retrievers[index].p95), top: spot.y - 1, bottom: spot.y + 1 },
  ]);
  part.retrievers.forEach((retriever, index) => {
    const spot = spots[index];
    const text = qualityText(retriever, metric, position);
    const series = 'series-' + (index % 6);
    const name = placeFor(spot.x, spot.y, retriever.name, taken, width);
    const group = shape('g', { class: 'retriever', tabindex: 0, role: 'img', 'aria-label': text },
      shape('line', { class: 'reach ' + series, x1: spot.x, x2: x.at(retriever.p95), y1: spot.y, y2: spot.y }),
      shape('path', { class: 'mark ' + series, d: markPaths[index % 6], transform: 'translate(' + spot.x + ' ' + spot.y + ')' }),
      shape('text', { class: 'name', ...name }, retriever.name));
    for (const event of ['pointerenter', 'focus', 'click']) group.addEventListener(event, () => { readout.textContent = text; });
    picture.append(group);
  });
  host.replaceChildren(picture);
  readout.textContent = 'Up and to the left is better. Point at a mark for its values.';
}
`;
