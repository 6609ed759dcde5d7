import type { Runtime } from '../../runtime.ts';
import { needsDocker } from '../needs-docker.ts';

/** @throws GeckoError RUNTIME_UNSUPPORTED (exit 21) where the project is not in containers */
export function checkRuntime(runtime: Runtime): Promise<void> {
  const { store } = runtime.paths.project;
  const hint = `Of embedded services: gecko down, then copy the folder ${store}`;
  return needsDocker('A backup of Qdrant', hint, runtime);
}
