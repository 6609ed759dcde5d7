import type { ImageState } from '../engine/objects.ts';

/** By a tag, a digest or its id, whole or cut. */
export function isNamed({ id, tags, digests }: ImageState, reference: string): boolean {
  const name = reference.replace(/^docker\.io\/(library\/)?/, '');
  const tagged = /[:@][^/]*$/.test(name) ? name : `${name}:latest`;
  return (
    [...tags, ...digests].some((one) => one === tagged || one === reference) ||
    (/^(sha256:)?[0-9a-f]{12,64}$/.test(reference) &&
      id.startsWith(reference.startsWith('sha256:') ? reference : `sha256:${reference}`))
  );
}
