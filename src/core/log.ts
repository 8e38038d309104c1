export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Log {
  error(text: string): void;
  warn(text: string): void;
  info(text: string): void;
  debug(text: string): void;
}

/** Writes whole lines to standard error, so that standard output carries results only. */
export function createLog(level: LogLevel, write: (line: string) => void = writeToStandardError): Log {
  const threshold = logLevels.indexOf(level);
  const at = (name: LogLevel) => (text: string) => {
    if (logLevels.indexOf(name) <= threshold) write(`${name}: ${text}\n`);
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

function writeToStandardError(line: string): void {
  process.stderr.write(line);
}
