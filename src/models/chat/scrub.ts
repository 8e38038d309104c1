import type { Secret } from '../../core/secret.js';

const longest = 500;

/** What looks like a key of the usual providers, a bearer token or a key in an address. */
const keyShapes: readonly RegExp[] = [
  /\b(?:sk|pk|rk|gsk|xai|hf|key)[-_][\w*.-]{8,}/giu,
  /\bAIza[\w-]{16,}/gu,
  /\bBearer\s+\S+/giu,
  /(?<=[?&](?:api[-_]?key|key|token)=)[^&\s"']+/giu,
];

/** A provider's words without keys, ours (also encoded) or anyone's, and cut to a length that fits into a message. */
export function scrub(text: string, secrets: readonly Secret[]): string {
  const ours = secrets.flatMap((secret) => spellings(secret.reveal()));
  const withoutOurs = ours.reduce((rest, spelling) => rest.replaceAll(spelling, '(hidden)'), text);
  const clean = keyShapes.reduce((rest, shape) => rest.replaceAll(shape, '(hidden)'), withoutOurs).trim();
  return clean.length > longest ? `${clean.slice(0, longest)} …` : clean;
}

function spellings(key: string): string[] {
  const encodings = [
    key,
    encodeURIComponent(key),
    Buffer.from(key).toString('base64'),
    JSON.stringify(key).slice(1, -1),
  ];
  return encodings.filter((spelling) => spelling !== '');
}
