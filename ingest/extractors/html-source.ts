import { isUtf8 } from 'node:buffer';
import type { Metadata } from '../../src/core/document.js';
import { readText } from '../encoding.js';
import { decodeAs } from '../encoding-decode.js';
import type { SourceFile } from '../extractor.js';

/** Browsers look for the encoding in the first kilobyte (HTML standard, "prescan"); real pages put it later. */
const declarationReach = 4096;
const voidElements = 'area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr';
const selfClosing = new RegExp(`<(?!(?:${voidElements})\\b)([a-z][\\w:-]*)((?:\\s[^<>]*)?)/>`, 'giu');

/**
 * The page as text. Bytes that are UTF-8 are read as UTF-8 whatever the page claims; others by what it claims, and by
 * their looks where that is nothing usable. XHTML's short form of empty elements, which HTML does not know, is spelt out.
 * @throws DocentError `file-binary`
 */
export function readHtml(file: SourceFile): { readonly html: string; readonly metadata: Metadata } {
  const declared = isUtf8(file.bytes) || hasMark(file.bytes) ? undefined : declaredEncoding(file.bytes);
  const { text, metadata } =
    declared === undefined
      ? readText(file)
      : { text: decodeAs(declared, file.bytes).replace(/\r\n?/gu, '\n'), metadata: { encoding: declared } };
  const isXhtml = /^\s*<\?xml\b|<!DOCTYPE[^>]*XHTML|xmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml/iu.test(
    text.slice(0, declarationReach),
  );
  return { html: isXhtml ? text.replace(selfClosing, '<$1$2></$1>') : text, metadata };
}

function hasMark(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** The label of `<meta charset>`, of its older form, or of the XML declaration; undefined for one that is unknown. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, declarationReach)).toString('latin1');
  const label = /<meta[^>]+charset\s*=\s*["']?\s*([\w:-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w:-]+)/iu.exec(head);
  const name = label?.[1] ?? label?.[2];
  try {
    const { encoding } = new TextDecoder(name);
    // A page that could be read this far is not in UTF-16, and bytes that are not UTF-8 were checked before.
    return name === undefined || encoding.startsWith('utf-') ? undefined : encoding;
  } catch {
    return undefined;
  }
}
