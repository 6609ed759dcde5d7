import { rm } from 'node:fs/promises';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { runtimeOf } from './choose-runtime.ts';
import { withBackups } from './kept-backups.ts';
import { withOtherData } from './other-data.ts';

export interface DownInput {
  /** The data goes too. */
  volumes: boolean;
  /** Until a container is killed; without them, those of its service. */
  seconds?: number | undefined;
}

/**
 * Stops the services; what they were committing is finished first. The corpus stays, unless its deletion
 * is asked for and confirmed; then it says what the other runtime still has. With a runtime that is asked
 * for, what a move has left there.
 * @throws GeckoError DAEMON_SILENT (exit 23), CONFIRMATION_NEEDED (5), and what dockerDown throws
 */
export async function down(input: DownInput, runtime: Runtime): Promise<Report> {
  const kind = runtime.config.runtime ?? (await runtimeOf(runtime));
  const report =
    kind === 'docker'
      ? await import('./docker/down.ts').then(({ dockerDown }) => dockerDown(input, runtime))
      : await embeddedDown(input, runtime);
  return input.volumes ? withBackups(await withOtherData(report, kind, runtime), runtime) : report;
}

async function embeddedDown({ volumes }: DownInput, runtime: Runtime): Promise<Report> {
  const { project } = runtime.config;
  const { store } = runtime.paths.project;
  if (volumes && !(await runtime.ui.confirm(`Delete the corpus in ${store}?`, '--yes')))
    return {
      json: { project, runtime: 'embedded', stopped: false, removed: [] },
      text: () => 'Nothing was changed.',
    };
  const stopped = await runtime.supervisor.stop(runtime.signal, async () => {
    if (volumes) await rm(store, { recursive: true, force: true });
  });
  return {
    json: { project, runtime: 'embedded', stopped, removed: volumes ? [store] : [] },
    text: () =>
      volumes
        ? `Removed project ${project} with its corpus.`
        : stopped
          ? `Stopped project ${project}. The corpus stays, in ${store}; \`gecko up\` starts it again.`
          : `Nothing runs in project ${project}.`,
  };
}
