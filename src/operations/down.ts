import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { checkRuntime } from './check-runtime.ts';

/**
 * Stops the services; what they were committing is finished first. The corpus stays.
 * @throws GeckoError RUNTIME_UNSUPPORTED (exit 21), DAEMON_SILENT (23)
 */
export async function down(runtime: Runtime): Promise<Report> {
  checkRuntime(runtime);
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
