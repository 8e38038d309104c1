/** Risk against coverage: a line for each kind of wrong answer, a mark where docent's own threshold lies. */
export const riskScript = `
/** The last point that answers no more than this share; before the first one nothing is answered. */
function pointAt(curve, coverage) {
  return curve.points.findLast((point) => point[0] <= coverage + 1e-9);
}

function riskPath(curve, x, y) {
  return curve.points.map((point, index) => (index === 0 ? 'M' : 'L') + x.at(point[0]).toFixed(1) + ' ' + y.at(point[1]).toFixed(1)).join('');
}

function riskText(curve, coverage) {
  const point = pointAt(curve, coverage);
  return curve.label + ': ' + (point === undefined ? 'nothing answered' :
    (point[1] * 100).toFixed(1) + ' % of the answered, support from ' + point[2].toFixed(2));
}

const riskClass = (index) => 'series-' + index + ' risk risk-' + index;
const riskLegend = (curve, index) => node('p', { class: 'legend' },
  shape('svg', { width: 28, height: 12, 'aria-hidden': 'true' }, shape('path', { class: riskClass(index), d: 'M0 6h28' })),
  curve.label + ' (AURC ' + fixed(curve.aurc) + ')');

function drawRisk(host, readout, curves) {
  const width = widthOf(host);
  const top = 28;
  const height = width < 500 ? 280 : 340;
  const highest = Math.max(0.1, ...curves.flatMap(({ points }) => points.map((point) => point[1])));
  const y = scaleFor(0, highest, 5, height - 48, top);
  const x = scaleFor(0, 1, width < 500 ? 4 : 10, 56, width - 16);
  const line = shape('line', { class: 'axis', y1: top, y2: height - 48 });
  const picture = shape('svg', { width, height, 'aria-hidden': 'true' });
  picture.append(...horizontalLines(y, 56, width - 16));
  picture.append(...x.ticks.map((tick) => shape('text', { x: x.at(tick), y: height - 28, 'text-anchor': 'middle' }, x.label(tick))));
  picture.append(
    shape('line', { class: 'axis', x1: 56, x2: width - 16, y1: height - 48, y2: height - 48 }),
    shape('text', { x: width - 16, y: height - 8, 'text-anchor': 'end' }, 'coverage: share of the questions that is answered'),
    shape('text', { x: 0, y: top - 16 }, 'share of the answered that is wrong'), line);
  curves.forEach((curve, index) => {
    picture.append(shape('path', { class: riskClass(index), d: riskPath(curve, x, y) }));
    if (curve.shipped !== null) picture.append(shape('path', { class: 'mark series-' + index, d: markPaths[index],
      transform: 'translate(' + x.at(curve.shipped[0]) + ' ' + y.at(curve.shipped[1]) + ')' }));
  });
  host.replaceChildren(...curves.map(riskLegend), picture);

  const choose = (wanted) => {
    const coverage = Math.min(1, Math.max(0, wanted));
    const percent = Math.round(coverage * 100);
    const texts = curves.map((curve) => riskText(curve, coverage));
    fill(line, { x1: x.at(coverage), x2: x.at(coverage) }, []);
    fill(host, { 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': percent, 'aria-valuetext': percent + ' % answered. ' + texts.join('. ') }, []);
    readout.replaceChildren(node('p', { class: 'muted' }, percent + ' % of the questions answered'), ...texts.map((text) => node('p', {}, text)));
    host.chosenCoverage = coverage;
  };
  const atPointer = (event) => choose((event.clientX - host.getBoundingClientRect().left - 56) / (width - 72));
  host.onpointermove = atPointer;
  host.onpointerdown = atPointer;
  host.onkeydown = (event) => {
    const moves = { ArrowRight: 0.01, ArrowUp: 0.01, ArrowLeft: -0.01, ArrowDown: -0.01, PageUp: 0.1, PageDown: -0.1, Home: -1, End: 1 };
    if (moves[event.key] === undefined) return;
    event.preventDefault();
    choose(host.chosenCoverage + moves[event.key]);
  };
  choose(1);
}
`;
