import { readIfThere } from '../state/read-if-there.ts';
import { nativeOutputPath } from './native-output.ts';

/** First line of every run. */
export const startMessage = 'starting';

/** A line of the embedded runtime's log. */
export interface LogLine {
  /** ISO 8601, UTC; empty where the line is not the log's own. */
  time: string;
  level: string;
  /** `rag`, `qa`, `web`, `core`, `gecko`, or `native`. */
  service: string;
  message: string;
  /** Further fields, free of questions and document text. */
  fields: Record<string, unknown>;
}

/** A line that is not JSON, such as one that a kill cut, is shown as it is. */
export function parseLogLine(line: string): LogLine {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) {
      const { time, level, service, message, ...fields } = value as Record<string, unknown>;
      const text = (part: unknown, byDefault: string) =>
        typeof part === 'string' ? part : byDefault;
      return {
        time: text(time, ''),
        level: text(level, 'info'),
        service: text(service, 'gecko'),
        message: text(message, ''),
        fields,
      };
    }
  } catch {
    // Shown as it is.
  }
  return { time: '', level: 'info', service: 'native', message: line, fields: {} };
}

/** `warn core: the weights …`, with its further fields as `name=value`. */
export function formatLogLine({ level, service, message, fields }: LogLine): string {
  const rest = Object.entries(fields).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${service} ${level === 'info' ? '' : `${level}: `}${message}${rest.join('')}`;
}

/** What the last run, and native code in it, said last; for errors. */
export function lastLogLines(logPath: string, count: number): string[] {
  const lines = linesOf(readIfThere(logPath)).slice(-100).map(parseLogLine);
  const start = lines.findLastIndex(({ message }) => message === startMessage);
  const own = lines.slice(Math.max(0, start)).map(formatLogLine);
  const native = linesOf(readIfThere(nativeOutputPath(logPath)));
  return [...own, ...native].slice(-count);
}

function linesOf(text: string | null): string[] {
  return (text ?? '').split('\n').filter((line) => line !== '');
}
