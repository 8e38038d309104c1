import pc from 'picocolors';
import type { OutputStream } from './output-stream.js';

export type Colors = ReturnType<typeof pc.createColors>;

/**
 * Styles for standard output: on a terminal only. picocolors alone also colours what is piped on a CI machine, and a
 * script that reads the output there would meet escape codes.
 */
export const colors = pc.createColors(pc.isColorSupported && process.stdout.isTTY === true);

/** Styles for one stream: picocolors looks at standard output only, and each of the two may be piped. */
export function colorsFor(stream: OutputStream): Colors {
  return pc.createColors(stream.isTTY === true && (stream.hasColors?.() ?? false));
}
