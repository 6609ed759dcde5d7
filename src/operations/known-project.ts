import { GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { readProjectState } from '../state/project-state.ts';

/** Whether this machine, or its engine, has anything of the project. */
export async function isProjectKnown(runtime: Runtime): Promise<boolean> {
  if (readProjectState(runtime.paths.project.state) !== null) return true;
  return hasContainers(runtime);
}

/** Whether an engine answers that has containers or volumes of the project. */
export async function hasContainers({ config, docker, signal }: Runtime): Promise<boolean> {
  try {
    const engine = await (await docker()).engine();
    const { containers, volumes } = await engine.snapshot(config.project);
    return containers.length + volumes.length > 0;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GeckoError) return false;
    throw error;
  }
}
