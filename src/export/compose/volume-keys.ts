import type { ResolvedStack } from '../../stack/stack.ts';

/** A volume's key in compose.yaml, by its name. */
export type VolumeKeys = (name: string) => string;

/** Compose puts the project before a key, as gecko does in its names. */
export function volumeKeys({ owner }: Pick<ResolvedStack, 'owner'>): VolumeKeys {
  const prefix = `${owner.project}_`;
  return (name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
}

/** The section `volumes`: those of the stack, and those that users mount by name. */
export function composeVolumes({
  volumes,
  services,
  owner,
}: Pick<ResolvedStack, 'volumes' | 'services' | 'owner'>): Record<string, object | null> {
  const key = volumeKeys({ owner });
  const mounted = services.flatMap(({ container }) =>
    container.mounts.flatMap(({ type, source }) => (type === 'volume' ? [source] : [])),
  );
  const others = mounted.filter((name) => !volumes.some((volume) => volume.name === name));
  return {
    ...Object.fromEntries(
      volumes.map(({ name, external }) => [key(name), external ? { name, external: true } : null]),
    ),
    ...Object.fromEntries(others.map((name) => [key(name), { name }])),
  };
}
