import pc from 'picocolors';

/**
 * Styles for standard output: on a terminal only. picocolors alone also colours what is piped on a CI machine, and a
 * script that reads the output there would meet escape codes.
 */
export const colors = pc.createColors(pc.isColorSupported && process.stdout.isTTY === true);
