export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One line of a service's log. Questions and document text are never logged. */
export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;

/** A log that writes one JSON object a line: { time, level, service, message, …fields }. */
export function jsonLog(service: string, write: (line: string) => void, now: () => number): Log {
  return (level, message, fields) => {
    const time = new Date(now()).toISOString();
    write(`${JSON.stringify({ time, level, service, message, ...fields })}\n`);
  };
}
