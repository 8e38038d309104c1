/** The choices of set, metric and pair, and what is drawn again when they change. */
export const controlsScript = `
const data = JSON.parse(byId('report-data').textContent);
const controls = { set: byId('choose-set'), metric: byId('choose-metric'), first: byId('choose-first'), second: byId('choose-second') };
const chosen = { set: 0, metric: 0, first: 0, second: 0 };

/** Keeps what was chosen where the new set has it under the same name. */
function offer(control, names, labels, preferred) {
  const before = control.options[control.selectedIndex];
  const kept = before === undefined ? -1 : names.indexOf(before.value);
  const selected = kept === -1 ? preferred : kept;
  control.replaceChildren(...names.map((name, index) =>
    node('option', index === selected ? { value: name, selected: '' } : { value: name }, labels[index])));
  control.selectedIndex = selected;
  return selected;
}

function chooseSet(position) {
  chosen.set = position;
  const part = data.parts[position];
  controls.set.selectedIndex = position;
  document.querySelectorAll('section.set').forEach((section, index) => { section.hidden = index !== position; });
  chosen.metric = offer(controls.metric, part.metrics.map(({ name }) => name), part.metrics.map(({ label }) => label), part.main);
  const names = part.retrievers.map(({ name }) => name);
  chosen.first = offer(controls.first, names, names, 0);
  chosen.second = offer(controls.second, names, names, names.length - 1);
  draw();
}

function draw() {
  const part = data.parts[chosen.set];
  const isMeasured = part.metrics.length > 0;
  byId('quality').hidden = !isMeasured;
  byId('queries').hidden = !isMeasured || part.retrievers.length < 2;
  for (const place of document.querySelectorAll('.chosen-metric')) place.textContent = isMeasured ? part.metrics[chosen.metric].label : '';
  byId('risk').hidden = part.risks.length === 0;
  if (part.risks.length > 0) drawRisk(byId('risk-chart'), byId('risk-readout'), part.risks);
  if (!isMeasured) return;
  drawQuality(byId('quality-chart'), byId('quality-readout'), part, chosen.metric);
  if (part.retrievers.length > 1) drawDifferences(part, chosen.metric, chosen.first, chosen.second);
}

function setOfAddress() {
  const position = Number(/^#set-(\\d+)$/u.exec(location.hash)?.[1] ?? 0);
  return position < data.parts.length ? position : 0;
}

if (data.parts.length > 0) {
  for (const place of document.querySelectorAll('.scripted')) place.hidden = false;
  offer(controls.set, data.parts.map((part, index) => String(index)), data.parts.map(({ name }) => name), 0);
  controls.set.parentElement.hidden = data.parts.length < 2;
  controls.set.addEventListener('change', () => {
    history.replaceState(null, '', '#set-' + controls.set.selectedIndex);
    chooseSet(controls.set.selectedIndex);
  });
  for (const name of ['metric', 'first', 'second']) {
    controls[name].addEventListener('change', () => { chosen[name] = controls[name].selectedIndex; draw(); });
  }
  addEventListener('hashchange', () => chooseSet(setOfAddress()));
  let drawnWidth = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth === drawnWidth) return;
    drawnWidth = innerWidth;
    draw();
  });
  chooseSet(setOfAddress());
}
`;
