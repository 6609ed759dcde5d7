import { engineError } from '../../src/engine/engine-error.ts';

/** The error of an engine that does not have something. */
export function missing(kind: 'container' | 'image' | 'network' | 'path', name: string) {
  return engineError(
    kind === 'image' ? 'IMAGE_MISSING' : 'OBJECT_MISSING',
    `There is no ${kind} ${name}`,
    { details: { kind, name } },
  );
}
