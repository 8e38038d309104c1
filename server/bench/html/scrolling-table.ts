import { html, type SafeHtml } from './safe-html.js';

/** A wide table scrolls inside its frame, which the keyboard can reach. */
export function scrollingTable(label: string, content: SafeHtml): SafeHtml {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Table: ${label}"><table>${content}</table></div>`;
}
