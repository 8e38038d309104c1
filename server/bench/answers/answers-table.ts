import Table from 'cli-table3';
import type { AnswersResult } from '../../../src/evaluation/answer-report.js';
import { abstentionRows, answerRows } from './answer-rows.js';

const plain = { style: { head: [], border: [] }, chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' } };

/** The answers of one set for the terminal: how good they are, then how well docent knows when it does not know. */
export function answersTables(set: string, answers: AnswersResult): string {
  const tests = abstentionRows(answers);
  return [
    headline(set, answers),
    answersTable(answers),
    ...(tests.length === 0 ? [] : [abstentionTable(answers)]),
  ].join('\n');
}

function headline(set: string, { model, queries, passages }: AnswersResult): string {
  const by = model === undefined ? 'quoted without a chat model' : `by ${model}`;
  return `${set}, answers ${by}: ${queries.length.toLocaleString('en')} questions, ${passages} passages each`;
}

function answersTable(answers: AnswersResult): string {
  const rows = answerRows(answers);
  const isCompared = rows.some(({ search }) => search !== undefined);
  const table = new Table({
    ...plain,
    head: ['', 'answers', ...(isCompared ? ['one search'] : []), 'questions'],
    colAligns: ['left', 'right', 'right', 'right'],
  });
  for (const { name, value, digits, search, questions } of rows) {
    const compared = isCompared ? [search === undefined ? '' : search.toFixed(digits)] : [];
    table.push([name, value.toFixed(digits), ...compared, questions]);
  }
  return table.toString();
}

function abstentionTable(answers: AnswersResult): string {
  const rows = abstentionRows(answers);
  const names = Object.keys(rows[0]?.values ?? {}).filter((name) =>
    rows.some(({ values }) => values[name] !== undefined),
  );
  const table = new Table({
    ...plain,
    head: ['', ...rows.map(({ name }) => name)],
    colAligns: ['left', ...rows.map(() => 'right' as const)],
  });
  table.push(['answerable questions', ...rows.map(({ answerable }) => answerable)]);
  table.push(['unanswerable questions', ...rows.map(({ unanswerable }) => unanswerable)]);
  for (const name of names) {
    table.push([name, ...rows.map(({ values }) => values[name]?.toFixed(4) ?? '–')]);
  }
  return table.toString();
}
