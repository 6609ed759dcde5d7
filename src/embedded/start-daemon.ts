import type { Runtime } from '../runtime.ts';
import { configHash } from './config-hash.ts';
import { serveConfig } from './serve-config.ts';
import { spawnDaemon } from './spawn-daemon.ts';
import type { DaemonRecord } from './supervisor.ts';
import { weightsProgress } from './weights-progress.ts';

export type StartInput = Pick<Runtime, 'config' | 'paths' | 'version' | 'clock' | 'ui'> & {
  /** The daemon's program. */
  file: string;
};

/** Milliseconds without a word after which a starting daemon is ended. */
const silence = 30_000;

/** What runs when the configuration of this call is in effect. */
export function wantedHash({ config, paths, version, clock }: StartInput): string {
  return configHash(serveConfig({ config, paths, version, now: clock.now() }), version);
}

/**
 * Starts the daemon of this project and shows what it fetches. The caller holds the spawn lock.
 * @throws GeckoError as spawnDaemon and serveConfig
 */
export async function startDaemon(
  { config, paths, version, clock, ui, file }: StartInput,
  signal: AbortSignal,
): Promise<DaemonRecord> {
  const progress = weightsProgress(ui);
  const serve = serveConfig({ config, paths, version, now: clock.now() });
  const { daemon: recordPath, log: logPath } = paths.project;
  try {
    return await spawnDaemon({
      file,
      start: { type: 'start', serve, version, recordPath, logPath },
      silence,
      progress: progress.show,
      signal,
    });
  } finally {
    progress.end();
  }
}
