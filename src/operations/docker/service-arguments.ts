import { exitCodes, GeckoError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import { catalog, namesOf, serviceCalled } from '../../stack/catalog.ts';
import type { ServiceName } from '../../stack/service-spec.ts';

/** Services by today's or the old names. @throws GeckoError USAGE (exit 2) */
export function servicesNamed(names: readonly string[]): ServiceName[] {
  return names.map((name) => {
    const service = serviceCalled(name);
    if (service) return service;
    const known = catalog.flatMap((spec) => namesOf(spec.name));
    const meant = nearest(name, known);
    throw new GeckoError('USAGE', `There is no service ${name}`, {
      exitCode: exitCodes.usage,
      hint: `${meant === null ? '' : `Did you mean ${meant}? `}Services: ${catalog.map((one) => one.name).join(', ')}`,
    });
  });
}
