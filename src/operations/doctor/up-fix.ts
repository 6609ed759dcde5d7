import type { ServiceName } from '../../stack/service-spec.ts';
import { bringUp } from './bring-up.ts';
import type { Fix } from './check.ts';
import type { DoctorFacts } from './facts.ts';

/**
 * `gecko up`, as what mends.
 * @param what it does, as an infinitive
 * @param renewed a service whose containers are made anew, whatever they are; null: what differs alone
 */
export function upFix(
  what: string,
  facts: Pick<DoctorFacts, 'kind' | 'runtime'>,
  renewed: ServiceName | null = null,
): Fix {
  const renewal = renewed === null ? '' : ` --force-recreate --no-deps ${renewed}`;
  const changes =
    renewed === null ? {} : { services: [renewed], forceRecreate: true, noDeps: true };
  return {
    what,
    command: `gecko up${renewal}`,
    apply: async () => void (await bringUp(facts, changes)),
  };
}
