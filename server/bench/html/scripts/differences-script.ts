/** Two retrievers query by query: what the difference is worth, sorted bars, and the queries that changed most. */
export const differencesScript = `
const shownChanges = 10;

function pairsOf(part, position, first, second) {
  const one = part.retrievers[first].values[position];
  const other = part.retrievers[second].values[position];
  return part.queries.flatMap((query, index) =>
    one[index] === null || other[index] === null ? [] : [{ query, first: one[index], second: other[index] }]);
}

function writeVerdict(host, names, pairs) {
  const { difference, interval, pValue, won, lost, tied } = comparisonOf(pairs, data);
  const judged = won + lost === 0 ? 'is the same' : pValue >= data.level ? 'is not clearly different' :
    difference > 0 ? 'is better' : 'is worse';
  host.replaceChildren(
    node('strong', {}, signed(difference)),
    ' from ' + names[0] + ' to ' + names[1] + ': ' + names[1] + ' ' + judged + ' (95 % interval ' + signed(interval.lower) +
    ' to ' + signed(interval.upper) + ', p = ' + fixed(pValue) + '). Queries: ' + won + ' won, ' + lost +
    ' lost, ' + tied + ' the same.');
}

function barsPath(pairs, x, y, isWanted) {
  const width = x(1) - x(0);
  const gap = width > 4 ? 1 : 0;
  return pairs.map((pair, index) => {
    const difference = pair.second - pair.first;
    if (!isWanted(difference)) return '';
    return 'M' + x(index).toFixed(2) + ' ' + y.at(0).toFixed(2) + 'h' + (width - gap).toFixed(2) + 'V' + y.at(difference).toFixed(2) + 'h' + (gap - width).toFixed(2) + 'Z';
  }).join('');
}

function drawBars(host, readout, names, pairs) {
  const width = widthOf(host);
  const height = 240;
  const reach = Math.max(0.05, ...pairs.map(({ first, second }) => Math.abs(second - first)));
  const y = scaleFor(-reach, reach, 4, height - 12, 12);
  const x = (index) => 56 + (index / pairs.length) * (width - 56);
  const chosen = shape('rect', { class: 'chosen', y: 6, height: height - 12 });
  const picture = shape('svg', { width, height, 'aria-hidden': 'true' });
  picture.append(...horizontalLines(y, 56, width), chosen,
    shape('path', { class: 'better', d: barsPath(pairs, x, y, (difference) => difference > 0) }),
    shape('path', { class: 'worse', d: barsPath(pairs, x, y, (difference) => difference < 0) }),
    shape('line', { class: 'axis', x1: 56, x2: width, y1: y.at(0), y2: y.at(0) }));
  host.replaceChildren(picture);

  const choose = (wanted) => {
    const index = Math.min(pairs.length - 1, Math.max(0, wanted));
    const { query, first, second } = pairs[index];
    const values = names[0] + ' ' + fixed(first) + ', ' + names[1] + ' ' + fixed(second) + ', difference ' + signed(second - first);
    fill(chosen, { x: x(index) - 1, width: Math.max(2, x(1) - x(0) + 1) }, []);
    fill(host, { 'aria-valuemin': 1, 'aria-valuemax': pairs.length, 'aria-valuenow': index + 1, 'aria-valuetext': query.text + ': ' + values }, []);
    readout.replaceChildren(
      node('p', { class: 'muted' }, 'Query ' + (index + 1) + ' of ' + pairs.length + ', id ' + query.id),
      node('p', {}, query.text), node('p', { class: 'muted' }, values));
    host.chosenIndex = index;
  };
  const atPointer = (event) => choose(Math.floor(((event.clientX - host.getBoundingClientRect().left - 56) / (width - 56)) * pairs.length));
  host.onpointermove = atPointer;
  host.onpointerdown = atPointer;
  host.onkeydown = (event) => {
    const moves = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -pairs.length, End: pairs.length };
    if (moves[event.key] === undefined) return;
    event.preventDefault();
    choose(host.chosenIndex + moves[event.key]);
  };
  choose(0);
}

function changesTable(title, names, pairs) {
  const heads = ['Difference', 'Query, ' + names[0] + ' \u2192 ' + names[1]].map((text) => node('th', { scope: 'col' }, text));
  const rows = pairs.map(({ query, first, second }) => node('tr', {},
    node('td', {}, signed(second - first)),
    node('td', { class: 'query' }, query.text, node('small', {}, query.id + ': ' + fixed(first) + ' \u2192 ' + fixed(second)))));
  const content = rows.length === 0 ? [node('p', { class: 'muted' }, 'None.')] :
    [node('table', {}, node('thead', {}, node('tr', {}, ...heads)), node('tbody', {}, ...rows))];
  return node('div', {}, node('h3', {}, title), ...content);
}

function drawDifferences(part, position, first, second) {
  const names = [part.retrievers[first].name, part.retrievers[second].name];
  const pairs = pairsOf(part, position, first, second);
  const verdict = byId('verdict'), host = byId('bars'), readout = byId('bars-readout'), changes = byId('changes');
  if (pairs.length === 0) {
    verdict.textContent = 'The two have no query in common.';
    for (const place of [host, readout, changes]) place.replaceChildren();
    return;
  }
  const sorted = [...pairs].sort((a, b) => b.second - b.first - (a.second - a.first));
  writeVerdict(verdict, names, pairs);
  drawBars(host, readout, names, sorted);
  const won = sorted.filter((pair) => pair.second > pair.first).slice(0, shownChanges);
  const lost = sorted.filter((pair) => pair.second < pair.first).reverse().slice(0, shownChanges);
  changes.replaceChildren(
    changesTable('Won most by ' + names[1], names, won), changesTable('Lost most by ' + names[1], names, lost));
}
`;
