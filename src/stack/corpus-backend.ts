import type { ConfigValues } from '../config/schema.ts';
import type { BackendName, ServiceName } from './service-spec.ts';

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

/** gecko's own backends of a stack, which know the whole contract: at least the one that takes documents in. */
export function ownBackends(config: Pick<ConfigValues, 'services'>): BackendName[] {
  const own = (['rag', 'qa'] as const).filter((name) => !isUsersOwn(name, config));
  return own.length > 0 ? own : ['corpus'];
}

/** Whether a stack has a service. */
export function hasService(name: ServiceName, config: Pick<ConfigValues, 'services'>): boolean {
  return name !== 'corpus' || corpusBackend(config) === 'corpus';
}
