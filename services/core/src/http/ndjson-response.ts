import type { Log } from '../log.ts';
import type { Events } from './begun.ts';
import { toErrorBody, toServiceError } from './error-response.ts';
import { streamEvents } from './stream-events.ts';

/** A line is nothing to whoever reads them. */
const IDLE = { text: '\n', milliseconds: 15_000 };

export interface NdjsonOptions {
  log: Log;
  /** Of the request. */
  signal: AbortSignal;
  /** Whether an empty line is written while nothing else comes: proxies close what is silent. */
  isPatient?: boolean;
  /** Called once: all was read, or the reader left. */
  ended?(): void;
}

/** Events as JSON, one a line; an error becomes the last one. */
export function ndjsonResponse<T extends object>(
  events: Events<T>,
  { log, signal, isPatient = false, ended = () => {} }: NdjsonOptions,
): Response {
  const line = (value: object) => `${JSON.stringify(value)}\n`;
  const body = streamEvents(events, {
    encode: line,
    failed: (error) => line({ event: 'error', ...toErrorBody(toServiceError(error, log, signal)) }),
    ...(isPatient ? { idle: IDLE } : {}),
    ended,
  });
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
}
