import type { HtmlDocument, HtmlElement } from '../structure/html-node.js';
import { removeHidden } from './html-hidden.js';

/** Never text of the page; `noscript` says what those without scripts miss. */
const invisible = [
  'head, title, script, style, template, noscript, noembed, noframes, svg, iframe, object, canvas, audio, video, map',
  'dialog, button, select, input, textarea, datalist, [role=button], [role=search], [role=alertdialog], [role=dialog]',
  '[hidden], [aria-hidden=true]',
].join(',');
const navigation = 'nav, [role=navigation], [role=menu], [role=menubar], [role=tablist], [role=contentinfo]';
/** In an article these are part of it: a lead, a note; around one they frame it. */
const frames = 'header, footer, aside, [role=banner], [role=complementary]';
const article = 'main, article, [role=main]';

/** Removes what is no text of the page. */
export function removeInvisible(document: HtmlDocument): void {
  // First, while the page's styles are still there.
  removeHidden(document);
  removeAll(document.querySelectorAll(invisible));
  for (const pre of document.querySelectorAll('pre')) {
    for (const lineBreak of pre.querySelectorAll('br')) lineBreak.textContent = '\n';
  }
}

/** Removes menus, and what frames the article; a page that consists of them alone keeps them. */
export function removeNavigation(document: HtmlDocument): void {
  const before = letters(document.documentElement);
  const found = [...document.querySelectorAll(navigation), ...document.querySelectorAll(frames)].filter(
    (element) => element.closest(article) === null || element.closest(navigation) !== null,
  );
  const removable = found.filter((element) => !isTitle(element));
  const removed = removable.reduce((sum, element) => sum + letters(element), 0);
  if (removed < before) removeAll(removable);
}

/** Length of the text without white space. */
export function letters(element: HtmlElement): number {
  return element.textContent.replace(/\s+/gu, '').length;
}

/** A `header` that holds the page's heading and little else. */
function isTitle(element: HtmlElement): boolean {
  const heading = element.nodeName === 'HEADER' ? element.querySelector('h1') : null;
  return heading !== null && letters(heading) * 2 > letters(element);
}

function removeAll(elements: Iterable<HtmlElement>): void {
  for (const element of elements) element.remove();
}
