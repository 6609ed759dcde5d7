import { randomBytes } from 'node:crypto';
import type { Engine } from '../engine.ts';
import type { ContainerSpec } from '../objects.ts';
import { inert } from './inert.ts';
import { withContainer } from './with-container.ts';

/** A volume, and what the container that holds it is made of. */
export interface HeldVolume {
  name: string;
  /** Any that the engine has: nothing of it runs. */
  image: string;
  labels: Readonly<Record<string, string>>;
}

/** Where the volume is in that container. */
export const HELD = '/volume';

/**
 * Works on a volume through a container that is created for it and removed; it is not started, unless the
 * work does. @param changes for one that is to run
 */
export async function withVolume<T>(
  engine: Engine,
  { name, image, labels }: HeldVolume,
  work: (container: string) => Promise<T>,
  changes: Partial<ContainerSpec> = {},
): Promise<T> {
  const spec: ContainerSpec = {
    ...inert,
    ...changes,
    name: `${name}-hold-${randomBytes(4).toString('hex')}`,
    image,
    labels,
    mounts: [{ type: 'volume', source: name, target: HELD, readOnly: false }],
  };
  return withContainer(engine, spec, work);
}
