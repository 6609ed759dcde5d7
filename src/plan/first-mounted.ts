import type { Snapshot } from '../engine/engine.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import type { ResolvedStack } from '../stack/stack.ts';

/** An existing volume that the user names, and who has to own it. */
export interface FirstMount {
  name: string;
  service: ServiceName;
  /** `uid:gid` */
  owner: string;
}

/** The existing volumes that some services are going to write to, and that no container has mounted yet. */
export function firstMounted(
  { volumes, services }: ResolvedStack,
  names: readonly ServiceName[],
  { containers }: Pick<Snapshot, 'containers'>,
): FirstMount[] {
  const external = new Set(volumes.flatMap(({ name, external }) => (external ? [name] : [])));
  const mounted = new Set(containers.flatMap(({ volumes }) => volumes.map(({ name }) => name)));
  return services
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name: service, container }) =>
      container.mounts
        .filter(({ source, readOnly }) => external.has(source) && !mounted.has(source) && !readOnly)
        .map(({ source: name }) => ({ name, service, owner: container.user ?? '0:0' })),
    );
}
