import { createColors, isColorSupported } from 'picocolors';

/**
 * Styles for standard output: on a terminal only. picocolors alone also colours what is piped on a CI machine, and a
 * script that reads the output there would meet escape codes.
 */
export const colors = createColors(isColorSupported && process.stdout.isTTY === true);
