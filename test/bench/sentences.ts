const words = (
  'harbour ferry library keeper opens early while storms delay the evening boats and letters arrive from distant ' +
  'islands where lamps burn over quiet water near stone houses with red doors people trade salt timber wool maps'
).split(' ');

/** Made-up sentences of 6 to 17 words, the same ones for the same numbers. */
export function sentences(random: () => number, count: number): string {
  return Array.from({ length: count }, () => {
    const length = 6 + Math.floor(random() * 12);
    const chosen = Array.from({ length }, () => words[Math.floor(random() * words.length)] ?? '');
    const [first = '', ...rest] = chosen;
    return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${rest.join(' ')} ${Math.floor(random() * 1000)}.`;
  }).join(' ');
}
