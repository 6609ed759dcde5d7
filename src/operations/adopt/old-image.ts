import type { OldService } from '../../adopt/old-stack.ts';
import type { Engine } from '../../engine/engine.ts';

/**
 * The image that a service of the old stack ran: of its container, else by its name; null where the engine
 * has neither.
 */
export async function oldImage(
  { containers, image }: Pick<OldService, 'containers' | 'image'>,
  engine: Engine,
): Promise<string | null> {
  const references = [
    ...containers.map(({ imageId }) => imageId),
    ...(image === null ? [] : [image]),
  ];
  for (const reference of references) {
    const there = await engine.image(reference);
    if (there) return there.id;
  }
  return null;
}
