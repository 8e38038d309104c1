/** What windows-1252 has at 0x80 to 0x9F; five places are unassigned. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Decodes bytes as a WHATWG encoding, without byte order mark, with U+FFFD for what is damaged.
 * @throws RangeError for a label that is unknown
 */
export function decodeAs(label: string, bytes: Uint8Array, options: { readonly stream?: boolean } = {}): string {
  const decoder = new TextDecoder(label);
  const text = decoder.decode(bytes, options);
  // Node 20.18.3 and later decodes windows-1252 as ISO-8859-1 (nodejs/node issue 56542), which has controls there.
  if (decoder.encoding !== 'windows-1252') return text;
  return text.replace(/[\u0080-\u009f]/gu, (control) => windows1252.charAt(control.charCodeAt(0) - 0x80));
}
