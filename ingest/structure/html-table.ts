import { type HtmlElement, type HtmlNode, isElement } from './html-node.js';

/** What a page states beyond this is a mistake; browsers stop at 1,000 columns too. No row grows longer either. */
const maxSpan = 1_000;
const sections = new Set(['THEAD', 'TBODY', 'TFOOT']);

/** Whether a table only arranges the page: it holds tables, headings or code, or a single column. */
export function isLayoutTable(table: HtmlElement): boolean {
  if (/^(?:presentation|none)$/u.test(table.getAttribute('role') ?? '')) return true;
  if (table.querySelector('table, h1, h2, h3, h4, h5, h6, pre') !== null) return true;
  return rowsOf(table).every((row) => cellsOf(row).length <= 1);
}

/**
 * A table in pipes; its first row is the header. A cell that spans rows is repeated in each, so that a row can be read
 * alone; columns that are empty throughout, as financial reports have them for looks, are left out.
 */
export function tableMarkdown(table: HtmlElement, contentOf: (cell: HtmlElement) => string): string {
  const grid = gridOf(table, contentOf);
  const width = Math.max(0, ...grid.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) =>
    grid.some((row) => (row[column] ?? '') !== ''),
  );
  const lines = grid
    .filter((row) => row.some((text) => text !== ''))
    .map((row) => `| ${columns.map((column) => row[column] ?? '').join(' | ')} |`);
  const caption = childrenOf(table).find((child) => child.nodeName === 'CAPTION');
  const title = caption === undefined ? '' : `${singleLine(caption.textContent)}\n\n`;
  const [header, ...body] = lines;
  return header === undefined
    ? title
    : `${title}${[header, `|${' --- |'.repeat(columns.length)}`, ...body].join('\n')}`;
}

function gridOf(table: HtmlElement, contentOf: (cell: HtmlElement) => string): string[][] {
  const spanning = new Map<number, { text: string; rows: number }>();
  return rowsOf(table).map((row) => {
    const texts: string[] = [];
    const fillFromAbove = () => {
      while (texts.length < maxSpan) {
        const above = spanning.get(texts.length);
        if (above === undefined) return;
        if (above.rows <= 1) spanning.delete(texts.length);
        else above.rows -= 1;
        texts.push(above.text);
      }
    };
    for (const cell of cellsOf(row)) {
      fillFromAbove();
      const text = singleLine(contentOf(cell)).replace(/\|/gu, '\\|');
      const [columns, rows] = [spanOf(cell, 'colspan'), spanOf(cell, 'rowspan')];
      for (let column = 0; column < columns && texts.length < maxSpan; column++) {
        if (rows > 1) spanning.set(texts.length, { text: column === 0 ? text : '', rows: rows - 1 });
        texts.push(column === 0 ? text : '');
      }
    }
    fillFromAbove();
    return texts;
  });
}

/** The table's own rows, not those of tables within. */
function rowsOf(table: HtmlElement): HtmlElement[] {
  return childrenOf(table).flatMap((child) => {
    if (child.nodeName === 'TR') return [child];
    return sections.has(child.nodeName) ? childrenOf(child).filter((row) => row.nodeName === 'TR') : [];
  });
}

function cellsOf(row: HtmlElement): HtmlElement[] {
  return childrenOf(row).filter((cell) => cell.nodeName === 'TD' || cell.nodeName === 'TH');
}

function childrenOf(element: HtmlElement): HtmlElement[] {
  const children: HtmlElement[] = [];
  for (let child: HtmlNode | null = element.firstChild; child !== null; child = child.nextSibling) {
    if (isElement(child)) children.push(child);
  }
  return children;
}

function spanOf(cell: HtmlElement, name: 'colspan' | 'rowspan'): number {
  const span = Number.parseInt(cell.getAttribute(name) ?? '1', 10);
  return Number.isNaN(span) ? 1 : Math.min(Math.max(span, 1), maxSpan);
}

function singleLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
