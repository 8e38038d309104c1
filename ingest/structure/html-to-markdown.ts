import TurndownService from 'turndown';
import type { HtmlElement } from './html-node.js';
import { isLayoutTable, tableMarkdown } from './html-table.js';

/** Marks that a heading or footnote links to itself with. */
const anchorMarks = /^(?:[#¶§↑↩🔗\s]|\uFE0E|\uFE0F)*$/u;
/** A page that writes about HTML has lines that begin like a comment; read as Markdown, they would be one. */
const tagAtLineStart = /^([ \t]*)<(?=!--|pre\b|script\b|style\b)/gimu;
const usableLink = /^(?!#|javascript:|data:|about:)\S/iu;

/** Stands for a code block while the prose around it is made; a private character that pages do not use. */
const codeMark = '\uE0C0';
const codePlace = new RegExp(`^(.*?)${codeMark}(\\d+)${codeMark}`, 'gmu');

/**
 * Markdown of an element: headings, lists, links, code and tables. Emphasis and pictures leave only their words, and
 * nothing is escaped but what would read as a heading, a code fence or a tag, so that a quote stands as on the page.
 */
export function htmlToMarkdown(root: HtmlElement): string {
  const service = new TurndownService({
    headingStyle: 'atx',
    hr: '---',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    br: '',
  });
  service.escape = (text) => text.replace(/^(\s*)(#{1,6}\s|```|~~~)/u, '$1\\$2');
  const codeBlocks: string[] = [];
  addTextRules(service);
  addBlockRules(service, codeBlocks);
  addTableRules(service);
  const markdown = service
    .turndown(root as unknown as TurndownService.Node)
    .replace(/ +$/gmu, '')
    .replace(/\n{3,}/gu, '\n\n')
    .replace(tagAtLineStart, '$1\\<');
  return withCodeBlocks(markdown, codeBlocks);
}

function addTextRules(service: TurndownService): void {
  service.addRule('emphasis', { filter: ['em', 'i', 'strong', 'b', 'del', 's'], replacement: (content) => content });
  service.addRule('image', {
    filter: 'img',
    replacement: (_content, node) => singleLine((node as unknown as HtmlElement).getAttribute('alt') ?? ''),
  });
  service.addRule('link', {
    filter: 'a',
    replacement: (content, node) => {
      const href = (node as unknown as HtmlElement).getAttribute('href')?.trim() ?? '';
      const text = singleLine(content);
      if (anchorMarks.test(text)) return '';
      // A link around blocks is a card, and stays blocks.
      if (!usableLink.test(href) || content.trim().includes('\n\n')) return content;
      return text === href ? text : `[${text}](${/[\s()]/u.test(href) ? `<${href.replace(/\s/gu, '%20')}>` : href})`;
    },
  });
}

function addBlockRules(service: TurndownService, codeBlocks: string[]): void {
  service.addRule('heading', {
    filter: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
    replacement: (content, node) => {
      const text = singleLine(content);
      return text === '' ? '' : `\n\n${'#'.repeat(Number(node.nodeName.charAt(1)))} ${text}\n\n`;
    },
  });
  service.addRule('code block', {
    filter: 'pre',
    replacement: (_content, node) => {
      const code = codeBlock(node as unknown as HtmlElement);
      return code === '' ? '' : `\n\n${codeMark}${codeBlocks.push(code) - 1}${codeMark}\n\n`;
    },
  });
  // turndown asks for an item's position among all others, which is quadratic.
  const positions = new WeakMap<object, number>();
  service.addRule('list item', {
    filter: 'li',
    replacement: (content, node) => {
      const list = (node as unknown as HtmlElement).parentNode;
      const position = list === null ? 1 : (positions.get(list) ?? Number(list.getAttribute('start') ?? 1) - 1) + 1;
      if (list !== null) positions.set(list, position);
      const mark = list?.nodeName === 'OL' ? `${position}. ` : '- ';
      const text = content.trim().replace(/\n{2,}(?=\s*(?:-|\d+\.) )/gu, '\n');
      return `${mark}${text.replace(/\n(?=[^\n])/gu, `\n${' '.repeat(mark.length)}`)}\n`;
    },
  });
}

function addTableRules(service: TurndownService): void {
  const cells = new WeakMap<object, string>();
  service.addRule('table cell', {
    filter: ['td', 'th'],
    replacement: (content, node) => {
      cells.set(node, content);
      return `\n\n${content}\n\n`;
    },
  });
  service.addRule('table', {
    filter: 'table',
    replacement: (content, node) => {
      const table = node as unknown as HtmlElement;
      return `\n\n${isLayoutTable(table) ? content : tableMarkdown(table, (cell) => cells.get(cell) ?? '')}\n\n`;
    },
  });
}

function codeBlock(pre: HtmlElement): string {
  const code = pre.textContent.replace(/\r\n?/gu, '\n').replace(/^\n+/u, '').trimEnd();
  if (code.trim() === '') return '';
  const named = [pre, pre.querySelector('code'), pre.parentNode].map((element) => element?.getAttribute('class') ?? '');
  const language = /(?:^|\s)(?:language-|lang-|highlight-source-)([\w+#-]+)/u.exec(named.join(' '))?.[1] ?? '';
  const longestFence = [...code.matchAll(/`{3,}/gu)].reduce((longest, [run]) => Math.max(longest, run.length), 2);
  const fence = '`'.repeat(longestFence + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

/** Puts code in its place, indented like its mark; until then no rule for prose could touch it. */
function withCodeBlocks(markdown: string, codeBlocks: readonly string[]): string {
  return markdown.replace(codePlace, (_line, before: string, index: string) => {
    const indent = before.replace(/[^\s>]/gu, ' ');
    return `${before}${(codeBlocks[Number(index)] ?? '').replaceAll('\n', `\n${indent}`)}`;
  });
}

function singleLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
