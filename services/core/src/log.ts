export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One line of a service's log. Questions and document text are never logged. */
export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;
