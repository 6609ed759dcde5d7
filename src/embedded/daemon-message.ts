import type { ServeConfig } from './serve.ts';
import type { FetchProgress } from './services.ts';
import type { DaemonRecord } from './supervisor.ts';

/** What the daemon is told, by IPC: its secrets are in no argument list, environment or file. */
export interface StartMessage {
  type: 'start';
  serve: ServeConfig;
  /** Version of this gecko. */
  version: string;
  /** Files of the project. */
  recordPath: string;
  logPath: string;
}

/** What the daemon answers; `ready` and `failed` end the talk. */
export type DaemonMessage =
  | { type: 'progress'; event: FetchProgress }
  /** A sign of life between steps. */
  | { type: 'step'; text: string }
  | { type: 'ready'; record: DaemonRecord }
  | { type: 'failed'; error: FailedStart };

export interface FailedStart {
  code: string;
  message: string;
  hint: string | null;
  exitCode: number;
  /** Port and holder, where a port is taken. */
  details: Record<string, unknown>;
}

/** A message of the built daemon, which is the same gecko; anything else is null. */
export function asDaemonMessage(message: unknown): DaemonMessage | null {
  const type = (message as { type?: unknown } | null)?.type;
  const known = type === 'progress' || type === 'step' || type === 'ready' || type === 'failed';
  return known ? (message as DaemonMessage) : null;
}
