import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import type { ImageInput } from './docker/image-wishes.ts';
import { needsEngine } from './needs-engine.ts';

export interface PullInput extends ImageInput {
  /** File that the images are written into. */
  save: string | undefined;
  /** File that they are taken from. */
  load: string | undefined;
}

/** Brings the images of the docker runtime, from registries or a file. @throws what the three ways throw */
export async function pull({ save, load, ...input }: PullInput, runtime: Runtime): Promise<Report> {
  needsEngine('gecko pull', runtime);
  if (save !== undefined && load !== undefined)
    throw new GeckoError('USAGE', '--save and --load exclude each other', {
      exitCode: exitCodes.usage,
    });
  if (load !== undefined) {
    const { loadBundle } = await import('./docker/load-bundle.ts');
    return loadBundle(load, runtime);
  }
  if (save !== undefined) {
    const { saveBundle } = await import('./docker/save-bundle.ts');
    return saveBundle(save, input, runtime);
  }
  const { dockerPull } = await import('./docker/pull.ts');
  return dockerPull(input, runtime);
}
