import type { ServiceName } from '../../stack/service-spec.ts';
import { bringUp } from './bring-up.ts';
import type { Fix } from './check.ts';
import type { DoctorFacts } from './facts.ts';

/**
 * `gecko up`, as what mends.
 * @param what it does, as an infinitive
 * @param renewed services whose containers are made anew, whatever they are; none: what differs alone
 */
export function upFix(
  what: string,
  facts: Pick<DoctorFacts, 'kind' | 'configured'>,
  ...renewed: readonly ServiceName[]
): Fix {
  const isRenewal = renewed.length > 0;
  const renewal = isRenewal ? ` --force-recreate --no-deps ${renewed.join(' ')}` : '';
  const changes = isRenewal ? { services: renewed, forceRecreate: true, noDeps: true } : {};
  return {
    what,
    command: `gecko up${renewal}`,
    apply: async () => void (await bringUp(facts, changes)),
  };
}
