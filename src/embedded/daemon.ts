import { exitCodes, GeckoError } from '../errors.ts';
import { liveClock } from '../live-clock.ts';
import { fromSystem } from '../to-gecko-error.ts';
import type { DaemonMessage, FailedStart, StartMessage } from './daemon-message.ts';
import { keepTelling } from './keep-telling.ts';
import { type RunningServices, runServices } from './run-services.ts';
import type { Log } from './services.ts';

/**
 * The background process of the embedded runtime, started by the supervisor with an IPC channel.
 * Until it is ready, it ends when its parent goes; afterwards it lives on by itself.
 */

/** Milliseconds within which it ends, whatever hangs. */
const endWithin = 9_500;

const giveUp = new AbortController();
let running: RunningServices | undefined;
let log: Log | undefined;
let stopping = false;

process.once('message', (message) => start(message as StartMessage));
process.once('disconnect', () => {
  if (!running) stop('the command that started it is gone');
});
process.on('SIGTERM', () => stop('SIGTERM'));
// The terminal of whoever started it is none of its business.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('uncaughtException', (error) => crash(error));
// Of one request, which has failed by it; the others go on.
process.on('unhandledRejection', (error) => logDefect(error));

async function start(message: StartMessage): Promise<void> {
  const { progress, end: endProgress } = keepTelling((event) => tell({ type: 'progress', event }));
  try {
    running = await runServices({
      start: message,
      progress,
      step: (text) => tell({ type: 'step', text }),
      opened(opened) {
        log = opened;
      },
      clock: liveClock,
      signal: giveUp.signal,
    });
  } catch (error) {
    tell({ type: 'failed', error: failedStart(error) }, () => process.exit(1));
    return;
  } finally {
    endProgress();
  }
  if (stopping) return end(running);
  tell({ type: 'ready', record: running.record }, () => process.disconnect?.());
}

function stop(reason: string): void {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), endWithin).unref();
  log?.('info', `asked to stop: ${reason}`);
  giveUp.abort(new DOMException(reason, 'AbortError'));
  if (running) end(running);
}

async function end({ close }: RunningServices): Promise<void> {
  try {
    await close();
  } catch (error) {
    logDefect(error);
  }
  process.exit(0);
}

/** A defect: what can be saved is in the log, and the next command starts a fresh process. */
function crash(error: unknown): void {
  logDefect(error);
  if (!running) tell({ type: 'failed', error: failedStart(error) });
  stop('a defect');
}

function logDefect(error: unknown): void {
  log?.('error', 'a defect of gecko', {
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}

function tell(message: DaemonMessage, then: () => void = () => {}): void {
  // A parent that has gone hears nothing; its going is handled by `disconnect`.
  if (process.connected && process.send) process.send(message, () => then());
  else then();
}

function failedStart(error: unknown): FailedStart {
  if (error instanceof GeckoError) {
    const { code, message, hint = null, exitCode, details } = error;
    return { code, message, hint, exitCode, details };
  }
  const system = fromSystem(error);
  if (system) return failedStart(system);
  const { message, code, hint } = Object(error) as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : 'DAEMON_FAILED',
    message: typeof message === 'string' ? message : String(error),
    hint: typeof hint === 'string' ? hint : null,
    exitCode: exitCodes.failure,
    details: {},
  };
}
