import { GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { volumeName } from '../stack/names.ts';
import { runtimeOf } from './choose-runtime.ts';

/** A backend that has no room left knows of no volume: in the docker runtime, which one is full. */
export async function fullStore(error: unknown, runtime: Runtime): Promise<unknown> {
  if (!(error instanceof GeckoError) || error.code !== 'NO_SPACE') return error;
  if ((await runtimeOf(runtime)) !== 'docker') return error;
  const { project, volumes } = runtime.config;
  const volume = volumes.qdrant_storage.name ?? volumeName(project, 'qdrant_storage');
  return new GeckoError(error.code, `The volume ${volume} is full: ${error.message}`, {
    exitCode: error.exitCode,
    hint: `What it has is intact. Make room where it lies (docker volume inspect ${volume} shows the place), then run the same command again: it goes on where it stopped.`,
    details: { volume },
    cause: error,
  });
}
