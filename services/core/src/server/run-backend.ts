import { systemClock } from '../clock.ts';
import type { App } from '../http/environment.ts';
import type { Log } from '../log.ts';
import type { OpenedCore } from '../open-core.ts';
import { type ServingBackend, serveBackend } from './serve-backend.ts';
import { serverConfig } from './server-config.ts';
import { shareLookups } from './share-lookups.ts';

/** A backend as a program: what its server.ts alone knows. */
export interface BackendProgram {
  service: 'rag' | 'qa';
  port: number;
  createApp(core: OpenedCore): App;
  environment: Readonly<Record<string, string | undefined>>;
  /** Writes a line of the log. */
  write(line: string): void;
}

/** Milliseconds within which it ends, whatever hangs; Docker kills after 10 s. */
const endWithin = 9_500;

/**
 * Runs a backend until the process is told to end. The log is JSON lines of `time`, `level`, `service`,
 * `message` and further fields, as the embedded runtime's.
 */
export async function runBackend(program: BackendProgram): Promise<void> {
  const { createApp, environment } = program;
  const log = logTo(program);
  const giveUp = new AbortController();
  let serving: ServingBackend | undefined;
  let exitCode = 0;
  const stop = (reason: string, code = 0) => {
    if (giveUp.signal.aborted) return;
    exitCode = code;
    setTimeout(() => process.exit(1), endWithin).unref();
    log('info', `asked to stop: ${reason}`);
    giveUp.abort(new DOMException(reason, 'AbortError'));
    if (serving) end(serving, log, exitCode);
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('uncaughtException', (error) => {
    logDefect(log, error);
    stop('a defect', 1);
  });
  // Of one request, which has failed by it; the others go on.
  process.on('unhandledRejection', (error) => logDefect(log, error));
  shareLookups();
  log('info', 'starting', { node: process.version });
  try {
    const { signal } = giveUp;
    const { core: config, port = program.port } = serverConfig(environment);
    serving = await serveBackend({ config, createApp, port, log, clock: systemClock, signal });
  } catch (error) {
    if (giveUp.signal.aborted) process.exit(exitCode);
    log('error', error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
  if (giveUp.signal.aborted) return end(serving, log, exitCode);
  log('info', 'ready', { port: serving.port });
}

async function end(serving: ServingBackend, log: Log, exitCode: number): Promise<void> {
  try {
    await serving.close();
  } catch (error) {
    logDefect(log, error);
  }
  log('info', 'stopped');
  process.exit(exitCode);
}

function logTo({ service, write }: BackendProgram): Log {
  return (level, message, fields) => {
    const time = new Date(systemClock.now()).toISOString();
    write(`${JSON.stringify({ time, level, service, message, ...fields })}\n`);
  };
}

function logDefect(log: Log, error: unknown): void {
  log('error', 'a defect of gecko', {
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}
