import type { Engine } from '../../engine/engine.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import { qdrant } from '../../stack/services/qdrant.ts';

/** The image of the project's own Qdrant, else the one that it would get. */
export async function qdrantImage(
  engine: Engine,
  { config, ui, signal }: Runtime,
): Promise<string> {
  const { containers } = await engine.snapshot(config.project);
  const own = containers.find(({ labels }) => labels[labelNames.service] === 'qdrant');
  if (own && (await engine.image(own.imageId))) return own.imageId;
  const reference = qdrantReference(config);
  // Without a network the engine says that it lacks the image, as the container is made.
  if (config.offline || (await engine.image(reference))) return reference;
  ui.event({ type: 'step', text: `Pulling ${reference}` });
  return (await engine.pullImage(reference, { signal })).id;
}

/** The image that a Qdrant of the project would be made of. */
export function qdrantReference({ images }: Pick<Runtime['config'], 'images'>): string {
  return images.qdrant ?? (qdrant.image.from === 'registry' ? qdrant.image.reference : '');
}
