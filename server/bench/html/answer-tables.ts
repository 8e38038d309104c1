import type { AnswersResult } from '../../../src/evaluation/answer-report.js';
import { abstentionRows, answerRows } from '../answers/answer-rows.js';
import { html, type SafeHtml } from './safe-html.js';
import { scrollingTable } from './scrolling-table.js';

/** The answers of one set: how good they are, and how well docent knows when it does not know. */
export function answerTables(set: string, answers: AnswersResult): SafeHtml {
  const by = answers.model === undefined ? 'Quoted from the documents, without a chat model' : `By ${answers.model}`;
  const tests = abstentionRows(answers).length === 0 ? [] : [abstentionTable(set, answers)];
  return html`<h3>Answers</h3>
<p class="muted">${by}; each from ${answers.passages} passages.</p>
${qualityTable(set, answers)}${tests}`;
}

function qualityTable(set: string, answers: AnswersResult): SafeHtml {
  const all = answerRows(answers);
  const isCompared = all.some(({ search }) => search !== undefined);
  const rows = all.map(({ name, value, digits, search, questions }) => {
    const compared = isCompared ? [html`<td>${search?.toFixed(digits) ?? ''}</td>`] : [];
    return html`<tr><th scope="row">${sentenceCase(name)}</th><td>${value.toFixed(digits)}</td>${compared}<td>${questions}</td></tr>`;
  });
  const search = isCompared ? [html`<th scope="col">One search</th>`] : [];
  const head = html`<th scope="col">Measure</th><th scope="col">Answers</th>${search}<th scope="col">Questions</th>`;
  return scrollingTable(`${set}, answers`, html`<thead><tr>${head}</tr></thead><tbody>${rows}</tbody>`);
}

function abstentionTable(set: string, answers: AnswersResult): SafeHtml {
  const tests = abstentionRows(answers);
  const heads = tests.map(({ name }) => html`<th scope="col">${name}</th>`);
  const counts = (name: string, of: (test: (typeof tests)[number]) => number) =>
    html`<tr><th scope="row">${name}</th>${tests.map((test) => html`<td>${of(test)}</td>`)}</tr>`;
  const rows = Object.keys(tests[0]?.values ?? {}).map((name) => {
    const cells = tests.map(({ values }) => html`<td>${values[name]?.toFixed(4) ?? '–'}</td>`);
    return html`<tr><th scope="row">${sentenceCase(name)}</th>${cells}</tr>`;
  });
  const body = [
    counts('Answerable questions', ({ answerable }) => answerable),
    counts('Unanswerable questions', ({ unanswerable }) => unanswerable),
    ...rows,
  ];
  return html`<h3>Abstaining</h3>
${scrollingTable(`${set}, abstaining`, html`<thead><tr><th scope="col">Measure</th>${heads}</tr></thead><tbody>${body}</tbody>`)}`;
}

function sentenceCase(text: string): string {
  return /^p\d/u.test(text) ? `Latency ${text.replace(' ms', ' (ms)')}` : text.charAt(0).toUpperCase() + text.slice(1);
}
