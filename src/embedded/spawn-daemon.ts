import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitCodeOf } from '../error-codes.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { asDaemonMessage, type DaemonMessage, type StartMessage } from './daemon-message.ts';
import { lastLogLines } from './log-lines.ts';
import { openNativeOutput } from './native-output.ts';
import type { FetchProgress } from './services.ts';
import type { DaemonRecord } from './supervisor.ts';

export interface SpawnOptions {
  /** The daemon's program. */
  file: string;
  start: StartMessage;
  /** Milliseconds without a word after which it is ended. */
  silence: number;
  progress(event: FetchProgress): void;
  signal: AbortSignal;
}

/** Log lines that an error shows. */
const shownLines = 8;

/**
 * Starts the daemon and waits until it is ready. It outlives this process; where it does not become
 * ready, or the signal aborts, it is ended.
 * @throws GeckoError with the daemon's own code, DAEMON_FAILED, or DAEMON_SILENT (exit 23)
 */
export function spawnDaemon(options: SpawnOptions): Promise<DaemonRecord> {
  const { file, start, silence, signal } = options;
  const output = openNativeOutput(start.logPath);
  const child = spawn(process.execPath, [file], {
    // Not the working directory: that may be a disk which somebody wants to unmount.
    cwd: dirname(start.logPath),
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      child.removeAllListeners();
      // What comes after the end of the talk, such as a broken channel, is of no interest.
      child.on('error', () => {});
      if (child.connected) child.disconnect();
      child.unref();
      finish();
    };
    const abort = () => {
      child.kill('SIGTERM');
      settle(() => reject(signal.reason));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      settle(() => reject(silent(silence, start.logPath)));
    }, silence);
    signal.addEventListener('abort', abort, { once: true });
    child.once('error', (cause) => settle(() => reject(ended(cause.message, start.logPath))));
    child.once('exit', (code, name) =>
      settle(() => reject(ended(name ?? `exit code ${code}`, start.logPath))),
    );
    child.on('message', (message) => {
      timer.refresh();
      const known = asDaemonMessage(message);
      if (known) hear(known);
    });
    const hear = (message: DaemonMessage) => {
      if (message.type === 'progress') options.progress(message.event);
      if (message.type === 'ready') settle(() => resolve(message.record));
      if (message.type === 'failed') settle(() => reject(failed(message, start.logPath)));
    };
    send(child, start);
  });
}

function send(child: ChildProcess, message: StartMessage): void {
  // Where it ended before it could listen, its exit tells more.
  child.send(message, () => {});
}

function failed(
  { error }: Extract<DaemonMessage, { type: 'failed' }>,
  logPath: string,
): GeckoError {
  const { code, message, hint, exitCode, details } = error;
  const known = exitCodeOf(code);
  return new GeckoError(code, message, {
    exitCode: known === exitCodes.failure ? exitCode : known,
    hint: hint ?? withLines('', logPath),
    details,
  });
}

function ended(how: string, logPath: string): GeckoError {
  return new GeckoError(
    'DAEMON_FAILED',
    `The embedded runtime ended before it was ready (${how})`,
    {
      exitCode: exitCodes.failure,
      hint: withLines('`gecko serve` runs it in the foreground.', logPath),
    },
  );
}

function silent(milliseconds: number, logPath: string): GeckoError {
  return new GeckoError(
    'DAEMON_SILENT',
    `The embedded runtime said nothing for ${milliseconds / 1_000} s and was ended`,
    { exitCode: exitCodes.timeout, hint: withLines('', logPath) },
  );
}

function withLines(hint: string, logPath: string): string {
  const lines = lastLogLines(logPath, shownLines);
  return [hint, ...(lines.length > 0 ? ['Its last lines:', ...lines] : [])]
    .filter((line) => line !== '')
    .join('\n');
}
