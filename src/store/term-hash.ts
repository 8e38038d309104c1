/** 32-bit FNV-1a over UTF-16 units, signed. Two of a question's few terms hardly ever share one. */
export function termHash(term: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < term.length; at += 1) {
    hash = Math.imul(hash ^ term.charCodeAt(at), 0x01000193);
  }
  return hash | 0;
}
