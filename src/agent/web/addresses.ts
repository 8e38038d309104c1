const address = /https?:\/\/[^\s<>"')\]}，。]+/giu;

/** The web addresses that a text names; the stop of the sentence is no part of one. */
export function addressesIn(text: string): readonly string[] {
  return [...text.matchAll(address)].map(([url]) => url.replace(/[.,;:!?]+$/u, ''));
}

/** A question's own words: an address in it says where to look, not what for. */
export function withoutAddresses(text: string): string {
  return text.replace(address, ' ').replace(/\s+/gu, ' ').trim();
}
