import { contract } from '../contract.ts';
import { errorCode } from '../error-code.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Lock } from '../state/lock.ts';
import type { LockWish } from '../state/lock-wish.ts';
import { livenessOf, type ProcessTable, systemProcesses } from '../state/process-identity.ts';
import { readDaemonRecord, removeDaemonRecord, toRunning } from './daemon-record.ts';
import { probe } from './probe.ts';
import type { StartInput } from './start-daemon.ts';
import type { DaemonRecord, RunningDaemon, Supervisor } from './supervisor.ts';

export type SupervisorInput = StartInput & {
  lock: LockWish;
  processes?: ProcessTable;
  kill?: (pid: number, signal: NodeJS.Signals) => void;
};

/** Milliseconds for one that runs to answer, and to end after SIGTERM. */
const answerWithin = 5_000;
const endWithin = 15_000;
/** As long as a start may take that downloads weights; whoever says --lock-wait waits so long instead. */
const lockWait = 1_800_000;
const pollInterval = 50;

/** The supervisor of this project's daemon on this machine. */
export function createSupervisor(input: SupervisorInput): Supervisor {
  const { paths, clock, ui, processes = systemProcesses, kill = systemKill } = input;
  const { lock: wish } = input;
  const { project } = paths;

  /** Waits until no other gecko starts or stops the daemon, or has its store. */
  const lock = async (command: string, signal: AbortSignal): Promise<Lock> => {
    const [{ acquireLock }, { fileLock }, { settleStore }] = await Promise.all([
      import('../state/lock.ts'),
      import('../state/file-lock.ts'),
      import('../state/store-swap.ts'),
    ]);
    const held = await acquireLock({
      place: fileLock(project.spawnLock),
      command,
      waitMs: wish.waitMs || lockWait,
      breaks: wish.breaks === true,
      clock,
      signal,
      onWait: ({ pid }) =>
        ui.event({ type: 'note', text: `Waiting for another gecko (process ${pid})` }),
    });
    await settleStore(project.store);
    return held;
  };

  /** The record of a process that lives; a stale one is removed. */
  const liveRecord = (): DaemonRecord | null => {
    const record = readDaemonRecord(project.daemon);
    if (!record) return null;
    const liveness = livenessOf(record, processes, 'local');
    if (liveness === 'alive') return record;
    if (liveness === 'unknown') throw elsewhere(record, project.daemon);
    removeDaemonRecord(project.daemon, record.instance);
    return null;
  };

  /** As Supervisor.find; a process that is just ending is waited for. */
  const find = async (): Promise<RunningDaemon | null> => {
    // One that ends closes its ports first, which another process may take, and writes to the store
    // after that for so long.
    const deadline = clock.monotonic() + endWithin;
    for (;;) {
      const record = liveRecord();
      if (!record) return null;
      const running = toRunning(record);
      const answer = await probe(running.urls.rag, answerWithin);
      if (answer.kind === 'answers' && answer.instance === record.instance) return running;
      if (clock.monotonic() > deadline) throw unresponsive(record);
      await clock.sleep(pollInterval);
    }
  };

  /** A run that sends documents is not cut: its backend stays until it has ended. */
  const ingestsEnded = async (signal: AbortSignal): Promise<void> => {
    // Loaded here: `gecko status` ends nothing.
    const { runningIngests } = await import('../state/running-ingests.ts');
    let told = false;
    for (;;) {
      const others = runningIngests(project.ingests, processes).filter(
        ({ pid }) => pid !== process.pid,
      );
      const [other] = others;
      if (!other) return;
      if (!told)
        ui.event({ type: 'note', text: `Waiting for a running ingest (process ${other.pid})` });
      told = true;
      await clock.sleep(pollInterval, signal);
    }
  };

  const end = async ({ record }: RunningDaemon): Promise<void> => {
    kill(record.pid, 'SIGTERM');
    const deadline = clock.monotonic() + endWithin;
    let isKilled = false;
    // To its last moment it may write to the store.
    while (livenessOf(record, processes, 'local') === 'alive') {
      if (!isKilled && clock.monotonic() > deadline) {
        ui.event({ type: 'warning', text: `Process ${record.pid} did not end in time; killed it` });
        kill(record.pid, 'SIGKILL');
        isKilled = true;
      }
      if (clock.monotonic() > deadline + endWithin) throw unresponsive(record);
      await clock.sleep(pollInterval);
    }
    removeDaemonRecord(project.daemon, record.instance);
  };

  const start = async (signal: AbortSignal): Promise<RunningDaemon> => {
    const { startDaemon } = await import('./start-daemon.ts');
    ui.event({ type: 'step', text: `Starting project ${input.config.project}` });
    return toRunning(await startDaemon(input, signal));
  };

  /** Whatever happens, Ctrl-C included: the services are there again. */
  const startAgain = () => start(new AbortController().signal);

  /** Works while no daemon runs; one that ran is started again where the work fails. */
  const without = async <T>(
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ result: T; ran: boolean }> => {
    const daemon = await find();
    if (daemon) {
      await ingestsEnded(signal);
      signal.throwIfAborted();
      await end(daemon);
    }
    try {
      return { result: await work(), ran: daemon !== null };
    } catch (error) {
      if (daemon)
        await startAgain().catch((why) => ui.event({ type: 'warning', text: String(why) }));
      throw error;
    }
  };

  return {
    find,
    async ensure(signal, { converge } = { converge: false }) {
      // Loaded here: `gecko status` only finds.
      const { wantedHash } = await import('./start-daemon.ts');
      const isCurrent = ({ record }: RunningDaemon) => record.configHash === wantedHash(input);
      const isWanted = (daemon: RunningDaemon) =>
        daemon.record.contract === contract.version && (!converge || isCurrent(daemon));
      const found = await find();
      if (found && isWanted(found)) {
        if (!isCurrent(found))
          ui.event({ type: 'note', text: unlike(found.record, input.version) });
        return { daemon: found, started: false };
      }
      const held = await lock('gecko up', signal);
      try {
        const other = await find();
        if (other && isWanted(other)) return { daemon: other, started: false };
        if (other) {
          ui.event({ type: 'note', text: 'Configuration or version changed: starting anew' });
          const { checkPorts } = await import('./check-ports.ts');
          await checkPorts(input.config.ports, other.record.ports);
          await ingestsEnded(signal);
          signal.throwIfAborted();
          await end(other);
        }
        return { daemon: await start(signal), started: true };
      } finally {
        await held.release();
      }
    },
    async restartAround(change, signal) {
      const held = await lock('gecko', signal);
      try {
        const { ran } = await without(change, signal);
        if (ran) await startAgain();
        return ran;
      } finally {
        await held.release();
      }
    },
    async replacedBy(work, signal) {
      const held = await lock('gecko up', signal);
      try {
        return (await without(work, signal)).result;
      } finally {
        await held.release();
      }
    },
    async stop(signal, then = async () => {}) {
      const held = await lock('gecko down', signal).catch(withoutLock);
      try {
        const daemon = await find();
        if (daemon) await end(daemon);
        await then();
        return daemon !== null;
      } finally {
        await held?.release();
      }
    },
    async signInLink(daemon, signal) {
      const { requestSignInLink } = await import('./request-sign-in-link.ts');
      return requestSignInLink(daemon.urls.web, project.token, signal);
    },
  };
}

/** One that has just ended by itself needs no signal. */
function systemKill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/** A full disk takes no lock, and is a reason to stop rather than to go on. */
function withoutLock(error: unknown): null {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return null;
  throw error;
}

function elsewhere({ host, pid }: DaemonRecord, path: string): GeckoError {
  return new GeckoError(
    'LOCKED',
    `This project's embedded runtime may be running on ${host} (process ${pid}), which shares these folders`,
    {
      exitCode: exitCodes.locked,
      hint: `Run \`gecko down\` on ${host}, or set GECKO_HOME to another folder. Where that machine or container is gone: rm ${path}`,
      details: { host, pid, record: path },
    },
  );
}

function unresponsive({ pid }: DaemonRecord): GeckoError {
  return new GeckoError(
    'DAEMON_SILENT',
    `The embedded runtime (process ${pid}) runs, and does not answer`,
    {
      exitCode: exitCodes.timeout,
      hint: `\`gecko logs --tail 50\` shows what it said last. If it stays so, end it: kill ${pid}`,
    },
  );
}

function unlike(record: DaemonRecord, version: string): string {
  return record.version === version
    ? 'The running services have other settings than these; `gecko up` starts them anew with these.'
    : `The running services are of gecko ${record.version}, this is ${version}; \`gecko up\` starts them anew.`;
}
