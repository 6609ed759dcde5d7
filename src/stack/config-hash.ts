import { createHash, createHmac } from 'node:crypto';
import { canonical } from './canonical.ts';
import type { ResolvedService } from './stack.ts';

/**
 * One hash over all that forces a replica to be made anew: its image, what the engine is told, and its
 * files. Replicas and the order of services are left out: they change no container. Keyed, because
 * files and variables hold secrets and anybody on the engine may read the label that it becomes.
 *
 * @returns 64 hexadecimal digits
 */
export function configHash(
  { image, container, files }: Pick<ResolvedService, 'image' | 'container' | 'files'>,
  secret: string,
): string {
  const contents = files.map(({ name, content }) => [
    name,
    createHash('sha256').update(content).digest('hex'),
  ]);
  const parts = [image.id ?? image.reference, container, contents];
  return createHmac('sha256', secret).update(canonical(parts)).digest('hex');
}
