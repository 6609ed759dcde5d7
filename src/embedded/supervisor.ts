import type { ProcessIdentity } from '../state/process-identity.ts';

/**
 * daemon.json: how a running embedded daemon is found; 0600, written atomically. It names the machine, too: a
 * home folder may be shared by several.
 */
export interface DaemonRecord extends ProcessIdentity {
  schemaVersion: 1;
  instance: string;
  version: string;
  contract: number;
  project: string;
  /** Of its configuration and version: `up` starts it anew where the wanted ones differ. */
  configHash: string;
  startedAt: string;
  ports: { rag: number; qa: number; web: number };
}

export interface RunningDaemon {
  record: DaemonRecord;
  urls: { rag: string; qa: string; web: string };
}

/**
 * The embedded runtime's process. Two callers of `ensure` start one daemon.
 * Errors: PORT_TAKEN (22), DAEMON_FAILED (1), DAEMON_SILENT (23), LOCKED (11).
 */
export interface Supervisor {
  /** The daemon that runs and proves it: pid, start time, boot id and /health's instance id agree. */
  find(): Promise<RunningDaemon | null>;
  /**
   * Finds it, or starts it and waits until it is ready. With `converge`, one that runs with another
   * configuration or version is started anew.
   */
  ensure(
    signal: AbortSignal,
    options?: { converge: boolean },
  ): Promise<{ daemon: RunningDaemon; started: boolean }>;
  /**
   * Makes a change that a running daemon must not outlive: ends it first, once ingests under way have
   * ended, and starts it anew afterwards, also where the change fails. @returns false where none ran
   */
  restartAround(change: () => Promise<void>, signal: AbortSignal): Promise<boolean>;
  /**
   * Does what takes the daemon's place: ends it first, in the same way, and starts it again only where
   * the work fails. None is started by another gecko meanwhile.
   */
  replacedBy<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /**
   * SIGTERM, waits up to 10 s and more for a commit, then SIGKILL with a warning.
   * @param then done before another gecko may start one
   * @returns false where none ran
   */
  stop(signal: AbortSignal, then?: () => Promise<void>): Promise<boolean>;
  /** A one-time link that signs a browser in to the page; good for ten minutes. */
  signInLink(daemon: RunningDaemon, signal: AbortSignal): Promise<string>;
}
