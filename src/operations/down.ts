import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { runtimeOf } from './choose-runtime.ts';

export interface DownInput {
  /** The docker runtime's volumes go too. */
  volumes: boolean;
}

/**
 * Stops the services; what they were committing is finished first. The corpus stays, unless its volumes
 * are asked for.
 * @throws GeckoError DAEMON_SILENT (exit 23), RUNTIME_OTHER (22), and what dockerDown throws
 */
export async function down(input: DownInput, runtime: Runtime): Promise<Report> {
  if ((await runtimeOf(runtime)) === 'docker') {
    const { dockerDown } = await import('./docker/down.ts');
    return dockerDown(input, runtime);
  }
  const { project } = runtime.config;
  const { store } = runtime.paths.project;
  const stopped = await runtime.supervisor.stop(runtime.signal);
  return {
    json: { project, runtime: 'embedded', stopped },
    text: () =>
      stopped
        ? `Stopped project ${project}. The corpus stays, in ${store}; \`gecko up\` starts it again.`
        : `Nothing runs in project ${project}.`,
  };
}
