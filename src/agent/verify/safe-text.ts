const image = /!\[([^\]]*)\]\([^)]*\)/gu;
const link = /(?<!!)\[([^\]]+)\]\(([^)]*)\)/gu;
const loadingTag = /<(?:img|a|iframe|script|link|object|embed|video|audio|source|form)\b[^>]*>/giu;
const address = /\b(?:https?|ftp):[^\s<>"')\]]+|\b(?:data:\w+\/|javascript:)\S+/giu;
// Control characters drive terminals; invisible marks and tag characters hide text.
const invisible = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/**
 * The text of an answer without what a client would fetch or a terminal would obey: images, links and tags, and every
 * address that does not stand in the sources. A page could otherwise have the answer carry words to its own server.
 */
export function safeText(text: string, sources: readonly string[]): string {
  return text
    .replace(image, '$1')
    .replace(link, (_, words: string, target: string) => (isIn(target, sources) ? `${words} (${target})` : words))
    .replace(loadingTag, (tag) => (sources.some((source) => source.includes(tag)) ? tag : ''))
    .replace(address, (found) => (isIn(found.replace(/[.,;:!?]+$/u, ''), sources) ? found : ''))
    .replace(invisible, (character) => (/\s/u.test(character) ? ' ' : ''))
    .replace(/ {2,}/gu, ' ')
    .trim();
}

function isIn(target: string, sources: readonly string[]): boolean {
  return /^https?:/iu.test(target) && sources.some((source) => source.includes(target));
}
