import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import { type WantedImage, wantedImages } from '../../stack/wanted-images.ts';
import type { DockerProject } from './open-project.ts';
import { pickHardware } from './pick-hardware.ts';

export interface ImageInput {
  /** Images of these alone; empty: all. */
  services: readonly ServiceName[];
  /** `--profile`: taken at its word, for the images may be for another machine. */
  profile: string | undefined;
  /** `--auto-gpu`: the profile that fits this machine, whatever the configuration says. */
  autoGpu: boolean;
  /** Both images of Ollama. */
  allProfiles: boolean;
}

/**
 * The images that the project's stack needs under the hardware profile that is asked for.
 * @throws GeckoError USAGE (exit 2), and what choosing the hardware throws
 */
export async function imageWishes(
  { services, ...input }: ImageInput,
  { engine }: Pick<DockerProject, 'engine'>,
  runtime: Runtime,
): Promise<WantedImage[]> {
  const { config } = runtime;
  const docker = await runtime.docker();
  const { reference } = await docker.backendImage(engine.info.architecture, config.images.base);
  const all = wantedImages(config, await variantsOf(input, engine.info, runtime), reference);
  return services.length === 0
    ? all
    : all.filter((image) => image.services.some((name) => services.includes(name)));
}

async function variantsOf(
  { profile, autoGpu, allProfiles }: Omit<ImageInput, 'services'>,
  engine: DockerProject['engine']['info'],
  runtime: Runtime,
): Promise<('plain' | 'rocm')[]> {
  // There is none with ROCm for arm64.
  if (allProfiles) return engine.architecture === 'arm64' ? ['plain'] : ['plain', 'rocm'];
  switch (profile ?? (autoGpu ? 'auto' : runtime.config.profile)) {
    case 'cpu':
    case 'gpu-nvidia':
      return ['plain'];
    case 'gpu-amd':
      return ['rocm'];
    case 'host':
      return [];
    case 'auto': {
      const wish = { profile: 'auto', autoGpu, gpus: undefined, failed: [] };
      const { hardware } = await pickHardware(wish, engine, runtime);
      return hardware.profile === 'host' ? [] : [hardware.image];
    }
    default:
      throw new GeckoError('USAGE', `There is no profile ${profile}`, {
        exitCode: exitCodes.usage,
        hint: 'Profiles: auto, cpu, gpu-nvidia, gpu-amd, host',
      });
  }
}
