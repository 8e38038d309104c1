/**
 * Draws docs/ask.svg, the picture in the README, from what docent really answers about the handbook that comes along:
 * `npm run build && node docs/draw-ask.mjs`. Stops, and leaves the picture as it is, where a command fails.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const columns = 96;
const lineHeight = 20;
const colors = { command: '#8ad08a', text: '#e6e6e6', footnote: '#9aa4b8' };
const questions = [
  'What is docent?',
  'How long are nightly copies of the documents kept?',
  'How tall is Mount Everest?',
];

const folder = mkdtempSync(join(tmpdir(), 'docent-picture-'));
try {
  run('ingest', join(root, 'data', 'documents'), '--index', 'handbook');
  const lines = questions.flatMap((question, at) => [
    ...(at === 0 ? [] : [{ text: '', color: colors.text }]),
    { text: `$ npx docent ask "${question}"`, color: colors.command },
    ...wrapped(run('ask', question)),
  ]);
  writeFileSync(join(root, 'docs', 'ask.svg'), svg(lines));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What a command prints; throws where it fails. */
function run(...parameters) {
  const env = { PATH: process.env.PATH, HOME: folder, DOCENT_INDEXES: folder, DOCENT_CHAT_MODEL: 'none' };
  const command = join(root, 'dist', 'server', 'cli', 'main.js');
  return execFileSync(process.execPath, [command, ...parameters], { env, encoding: 'utf8', stdio: 'pipe' }).trimEnd();
}

function wrapped(text) {
  return text.split('\n').flatMap((line) => {
    const isFootnote = /^\[\d+\] /u.test(line);
    const rows = [];
    let row = '';
    for (const word of line.split(' ')) {
      const longer = row === '' ? word : `${row} ${word}`;
      if (longer.length <= columns || row.trim() === '') row = longer;
      else {
        rows.push(row);
        row = isFootnote ? `    ${word}` : word;
      }
    }
    return [...rows, row].map((each) => ({ text: each, color: isFootnote ? colors.footnote : colors.text }));
  });
}

function svg(lines) {
  const height = lines.length * lineHeight + 28;
  const rows = lines.map(
    ({ text, color }, at) => `<text x="20" y="${38 + at * lineHeight}" fill="${color}">${escaped(text)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="860" height="${height}" viewBox="0 0 860 ${height}" role="img" aria-label="A terminal: questions to docent and its answers with citations">
<rect width="860" height="${height}" rx="8" fill="#1d1f27"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13.5" xml:space="preserve">
${rows.join('\n')}
</g></svg>
`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
