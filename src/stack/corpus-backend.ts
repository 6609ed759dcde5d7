import type { ConfigValues } from '../config/schema.ts';

/** A user's own backend in the place of gecko's: how it is started and as whom is its image's affair. */
export function isUsersOwn(
  name: 'rag' | 'qa',
  { services }: Pick<ConfigValues, 'services'>,
): boolean {
  const { image, build } = services[name];
  return image !== undefined || build !== undefined;
}

/** Who takes documents in: one of gecko's own backends, which a service of its own is where there is no other. */
export function corpusBackend(config: Pick<ConfigValues, 'services'>): 'rag' | 'qa' | 'corpus' {
  return (['rag', 'qa'] as const).find((name) => !isUsersOwn(name, config)) ?? 'corpus';
}
