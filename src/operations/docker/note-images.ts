import { dirname, join } from 'node:path';
import type { Engine, Snapshot } from '../../engine/engine.ts';
import type { Runtime } from '../../runtime.ts';
import { isNamed } from '../../stack/is-named.ts';
import { recordImages } from '../../state/image-lock.ts';
import type { StackParts } from './wanted-stack.ts';

/** Records which images run: beside gecko.yaml, or in the project's state where there is none. */
export async function noteImages(
  { images }: Pick<Snapshot, 'images'>,
  engine: Engine,
  { sources }: StackParts,
  { config, paths }: Runtime,
): Promise<void> {
  const entries = Object.entries(sources).flatMap(([service, { reference }]) => {
    const image = images.find((one) => isNamed(one, reference));
    if (!image) return [];
    return [[service, { reference, digest: image.digests[0] ?? null, id: image.id }] as const];
  });
  const folder = config.file === null ? paths.project.folder : dirname(config.file);
  const platform = `linux/${engine.info.architecture}`;
  await recordImages(join(folder, 'gecko.lock.json'), platform, Object.fromEntries(entries));
}
