import { contract } from '../contract.ts';
import { liveHostFacts } from '../live-host-facts.ts';
import type { Clock } from '../runtime.ts';
import { writeAtomic } from '../state/atomic-file.ts';
import { identify } from '../state/process-identity.ts';
import { configHash } from './config-hash.ts';
import type { StartMessage } from './daemon-message.ts';
import { removeDaemonRecord } from './daemon-record.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import { startMessage } from './log-lines.ts';
import { watchNativeOutput } from './native-output.ts';
import { createObserver } from './observe.ts';
import { serve } from './serve.ts';
import { type FetchProgress, type Log, loadServices } from './services.ts';
import type { DaemonRecord } from './supervisor.ts';

export interface RunOptions {
  start: Omit<StartMessage, 'type'>;
  progress(event: FetchProgress): void;
  step(text: string): void;
  /** Given the log as soon as it is open. */
  opened?(log: Log): void;
  /** Each line of the log, as it is written. */
  onLine?(line: string): void;
  clock: Clock;
  /** Gives up starting. */
  signal: AbortSignal;
}

export interface RunningServices {
  record: DaemonRecord;
  close(): Promise<void>;
}

/**
 * The embedded runtime in this process: loads everything, serves, and records itself so that other
 * geckos find it. The caller holds the spawn lock.
 * @throws GeckoError PORT_TAKEN and others; nothing is left behind then
 */
export async function runServices(options: RunOptions): Promise<RunningServices> {
  const { start, progress, step, clock, signal, onLine } = options;
  const file = openLogFile({ path: start.logPath });
  const log = logTo(file, clock, onLine);
  const native = watchNativeOutput(start.logPath, (line) => log('native')('warn', line));
  const closeLog = () => {
    native.close();
    file.close();
  };
  options.opened?.(log('gecko'));
  try {
    log('gecko')('info', startMessage, { version: start.version, pid: process.pid });
    step('loading');
    const services = await loadServices();
    step('opening');
    const { core } = start.serve;
    const [ollamaUrl = 'http://127.0.0.1:11434'] = core.generator.ollama;
    const host = () =>
      liveHostFacts({ folder: core.dataFolder, ollamaUrl }, new AbortController().signal);
    const observe = createObserver({ ...start, clock, host });
    const tools = { services, log, progress, observe, clock, signal };
    const serving = await serve(start.serve, tools);
    const record = recordOf(start, clock);
    await writeRecord(start.recordPath, record).catch(async (error: unknown) => {
      await serving.close();
      throw error;
    });
    log('gecko')('info', 'ready');
    return {
      record,
      async close() {
        log('gecko')('info', 'stopping');
        try {
          await serving.close();
          log('gecko')('info', 'stopped');
        } finally {
          removeDaemonRecord(start.recordPath, record.instance);
          closeLog();
        }
      },
    };
  } catch (error) {
    log('gecko')('error', error instanceof Error ? error.message : String(error));
    closeLog();
    throw error;
  }
}

function logTo(file: LogFile, clock: Clock, onLine: RunOptions['onLine']) {
  return (service: string): Log =>
    (level, message, fields) => {
      const time = new Date(clock.now()).toISOString();
      const line = JSON.stringify({ time, level, service, message, ...fields });
      file.write(`${line}\n`);
      onLine?.(line);
    };
}

/** @throws GeckoError HOME_UNWRITABLE */
async function writeRecord(path: string, record: DaemonRecord): Promise<void> {
  await writeAtomic(path, `${JSON.stringify(record, null, 2)}\n`);
}

function recordOf({ serve, version }: RunOptions['start'], clock: Clock): DaemonRecord {
  const { project, instance } = serve.core;
  return {
    schemaVersion: 1,
    ...identify(process.pid),
    instance,
    version,
    contract: contract.version,
    project,
    configHash: configHash(serve, version),
    startedAt: new Date(clock.now()).toISOString(),
    ports: serve.ports,
  };
}
