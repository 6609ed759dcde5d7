import type { Runtime } from '../../runtime.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import { dockerUp } from '../docker/up.ts';
import type { Fix } from './check.ts';

/** Milliseconds that a container may take, as `gecko up` gives it. */
const healthyWithin = 300_000;

/**
 * `gecko up`, as what mends a stack in containers.
 * @param what it does, as an infinitive
 * @param renewed a service whose containers are made anew, whatever they are; null: what differs alone
 */
export function upFix(what: string, runtime: Runtime, renewed: ServiceName | null = null): Fix {
  const services = renewed === null ? [] : [renewed];
  const renewal = renewed === null ? '' : ` --force-recreate --no-deps ${renewed}`;
  return {
    what,
    command: `gecko up${renewal}`,
    apply: async () => {
      const hardware = { profile: undefined, autoGpu: false, gpus: undefined };
      const changes = { services, forceRecreate: renewed !== null, noDeps: renewed !== null };
      const wish = { dryRun: false, withModel: true, healthyWithin };
      await dockerUp({ ...hardware, ...changes, ...wish }, runtime);
    },
  };
}
