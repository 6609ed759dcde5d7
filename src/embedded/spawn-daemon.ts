import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitCodeOf } from '../error-codes.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { asDaemonMessage, type FailedStart, type StartMessage } from './daemon-message.ts';
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

/** Milliseconds that a daemon which failed or is given up has to end by itself. */
const endWithin = 3_000;

/**
 * Starts the daemon and waits until it is ready. It outlives this process; where it does not become
 * ready, or the signal aborts, it is ended.
 * @throws GeckoError with the daemon's own code, DAEMON_FAILED, or DAEMON_SILENT (exit 23)
 */
export function spawnDaemon(options: SpawnOptions): Promise<DaemonRecord> {
  const { file, start, silence, signal } = options;
  if (signal.aborted) return Promise.reject(signal.reason);
  const output = openNativeOutput(start.logPath);
  const child = spawn(process.execPath, [file], {
    // Not the working directory: that may be a disk which somebody wants to unmount.
    cwd: dirname(start.logPath),
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  return new Promise((resolve, reject) => {
    let failure: unknown;
    /** Its end is waited for: whoever tries again finds the ports free. */
    const fail = (error: unknown, signalName?: NodeJS.Signals) => {
      failure ??= error;
      if (signalName) child.kill(signalName);
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), endWithin);
    };
    const abort = () => fail(signal.reason, 'SIGTERM');
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
    let timer = setTimeout(() => fail(silent(silence, start.logPath), 'SIGKILL'), silence);
    signal.addEventListener('abort', abort, { once: true });
    child.once('error', (cause) => settle(() => reject(ended(cause.message, start.logPath))));
    child.once('exit', (code, name) =>
      settle(() => reject(failure ?? ended(name ?? `exit code ${code}`, start.logPath))),
    );
    child.on('message', (message) => {
      const known = asDaemonMessage(message);
      if (!known || failure !== undefined) return;
      timer.refresh();
      if (known.type === 'progress') options.progress(known.event);
      if (known.type === 'ready') settle(() => resolve(known.record));
      if (known.type === 'failed') fail(failed(known, start.logPath));
    });
    send(child, start);
  });
}

function send(child: ChildProcess, message: StartMessage): void {
  // Where it ended before it could listen, its exit tells more.
  child.send(message, () => {});
}

function failed({ error }: { error: FailedStart }, logPath: string): GeckoError {
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
