import { exitCodes, GeckoError } from '../../errors.ts';
import { step } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import { isNamed } from '../../stack/is-named.ts';
import type { DockerProject } from '../docker/open-project.ts';
import { prepare } from '../docker/prepare.ts';

/**
 * The image whose programs work on volumes: that of gecko's own backends, which stands on the other one,
 * else that one, which is pulled where it is not there.
 * @returns its id
 * @throws GeckoError IMAGE_MISSING (exit 21), PULL_FAILED (1), and the engine's
 */
export async function toolImage(project: DockerProject, runtime: Runtime): Promise<string> {
  const { engine, seen } = project;
  const { config } = runtime;
  const docker = await runtime.docker();
  const { reference, base } = docker.backendImage(engine.info.architecture, config.images.base);
  const there = [reference, base]
    .map((name) => seen.images.find((image) => isNamed(image, name)))
    .find((image) => image !== undefined);
  if (there) return there.id;
  if (config.offline) throw missing(base);
  const pull = step({ kind: 'image.pull', reference: base, services: [] }, 'works on volumes');
  await prepare({ steps: [pull], notes: [], destructive: [] }, project, runtime);
  const pulled = await engine.image(base);
  if (!pulled) throw missing(base);
  return pulled.id;
}

function missing(reference: string): GeckoError {
  return new GeckoError(
    'IMAGE_MISSING',
    `The engine lacks ${reference}, whose programs are needed to work on volumes`,
    {
      exitCode: exitCodes.unsupported,
      hint: 'Where there is a network: gecko pull --save FILE; then here: gecko pull --load FILE. Or name another image with GNU tar in images.base.',
      details: { images: [reference] },
    },
  );
}
