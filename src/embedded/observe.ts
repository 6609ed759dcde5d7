import type { SystemReport } from '@gecko/core/contract/system-report';
import { GeckoError } from '../errors.ts';
import type { HostFacts } from '../host/host-facts.ts';
import type { Clock } from '../runtime.ts';
import { backupState } from '../state/backup-state.ts';
import { backupsPart } from '../system/backups-part.ts';
import { hardwarePart } from '../system/hardware-part.ts';
import { loopback } from './listen.ts';
import type { ServeConfig } from './serve.ts';

export interface ObserveOptions {
  serve: Pick<ServeConfig, 'ports' | 'observed'>;
  version: string;
  clock: Clock;
  /** Looks at this machine. */
  host(): Promise<HostFacts>;
}

/** Milliseconds for which a look at the machine does: it starts programs. */
const HOST_HOLDS = 60_000;

/**
 * What the process of the embedded runtime knows of the whole system: it is all of its services, runs on the
 * machine that is asked about, and can read what came of backups.
 */
export function createObserver({ serve, version, clock, host }: ObserveOptions) {
  const { ports, observed } = serve;
  const startedAt = new Date(clock.now()).toISOString();
  let machine: { until: number; facts: Promise<HostFacts> } | null = null;

  return async (): Promise<SystemReport> => {
    const backups = backupsNow();
    return {
      services: servicesNow(),
      hardware: hardwarePart({
        host: await hostNow(),
        profile: null,
        reason: 'The embedded runtime is one process of this machine',
        proof: null,
      }),
      ...(backups ? { backups } : {}),
    };
  };

  function hostNow(): Promise<HostFacts> {
    const now = clock.monotonic();
    if (machine === null || now >= machine.until)
      machine = { until: now + HOST_HOLDS, facts: host() };
    return machine.facts;
  }

  function servicesNow(): NonNullable<SystemReport['services']> {
    // One process, which answers: else nobody would read this.
    const running = { state: 'running', health: 'healthy', startedAt, restarts: 0 } as const;
    return Object.entries(ports).map(([name, port]) => ({
      ...running,
      name,
      version,
      image: null,
      url: `http://${loopback}:${port}`,
      replicas: [{ ...running, name, detail: '' }],
    }));
  }

  /** Null where it cannot be read, which doctor tells. */
  function backupsNow() {
    const { schedule, backupResults, verifyResults } = observed;
    try {
      const config = { backup: schedule === undefined ? {} : { schedule } };
      const paths = { project: { backupResults, verifyResults } };
      return backupsPart(backupState({ config, paths, clock }));
    } catch (error) {
      if (error instanceof GeckoError) return null;
      throw error;
    }
  }
}
