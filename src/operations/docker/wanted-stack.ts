import { dirname } from 'node:path';
import type { Snapshot } from '../../engine/engine.ts';
import type { ImageState } from '../../engine/objects.ts';
import type { Runtime } from '../../runtime.ts';
import { asSeenByDoor, type Hardware } from '../../stack/hardware.ts';
import { type ImageSource, imageReferences } from '../../stack/image-references.ts';
import { isNamed } from '../../stack/is-named.ts';
import { resolveStack } from '../../stack/resolve-stack.ts';
import { serviceFiles } from '../../stack/service-files.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { ConfigFile, ResolvedImage, ResolvedStack } from '../../stack/stack.ts';
import type { DockerProject } from './open-project.ts';

/** What does not change while a plan is carried out. */
export interface StackParts {
  hardware: Hardware;
  sources: Record<ServiceName, ImageSource>;
  files: Record<ServiceName, readonly ConfigFile[]>;
  withModel: boolean;
}

export async function stackParts(
  hardware: Hardware,
  withModel: boolean,
  { owner, secrets, engine }: DockerProject,
  { docker: tools, config }: Runtime,
): Promise<StackParts> {
  const docker = await tools();
  const { reference } = await docker.backendImage(engine.info.architecture, config.images.base);
  const hostOllama = asSeenByDoor(hardware);
  const door = await docker.doorFiles({
    ...{ owner, config, hostOllama },
    token: secrets.token,
    mountsPage: engine.info.isLocal,
  });
  const sources = imageReferences(config, hardware, reference);
  return { hardware, sources, files: serviceFiles({ config, secrets, door }), withModel };
}

/** The stack that the configuration asks for, over the images that the engine has now. */
export function wantedStack(
  { hardware, sources, files, withModel }: StackParts,
  { owner, secrets, engine }: Pick<DockerProject, 'owner' | 'secrets' | 'engine'>,
  { images }: Pick<Snapshot, 'images'>,
  { config }: Runtime,
): ResolvedStack {
  return resolveStack({
    owner,
    config,
    engine: engine.info,
    hardware,
    images: withIds(sources, images),
    files,
    secret: secrets.token,
    base: config.file === null ? process.cwd() : dirname(config.file),
    withModel,
  });
}

function withIds(
  sources: Record<ServiceName, ImageSource>,
  images: readonly ImageState[],
): Record<ServiceName, ResolvedImage> {
  const entries = Object.entries(sources).map(([name, source]) => {
    const id = images.find((image) => isNamed(image, source.reference))?.id ?? null;
    return [name, { ...source, id }];
  });
  return Object.fromEntries(entries) as Record<ServiceName, ResolvedImage>;
}
