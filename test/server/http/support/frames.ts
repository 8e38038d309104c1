import { z } from 'zod';

export interface ParsedFrame {
  readonly event: string;
  readonly data: { readonly type: string } & Readonly<Record<string, unknown>>;
}

const dataSchema = z.looseObject({ type: z.string() });

/** Splits a complete event stream; throws where it is not framed as the standard demands. */
export function framesOf(text: string): ParsedFrame[] {
  if (!text.endsWith('\n\n')) throw new Error(`The stream ends within a frame: ${JSON.stringify(text.slice(-80))}`);
  return text.slice(0, -2).split('\n\n').map(parseFrame);
}

function parseFrame(frame: string): ParsedFrame {
  const match = /^event: (.+)\ndata: (.+)$/u.exec(frame);
  if (match?.[1] === undefined || match[2] === undefined) throw new Error(`Not a frame: ${JSON.stringify(frame)}`);
  return { event: match[1], data: dataSchema.parse(JSON.parse(match[2])) };
}
