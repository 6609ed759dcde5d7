import { exitCodes, GeckoError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { namesOf, serviceCalled } from '../stack/catalog.ts';

/** Services of the embedded runtime, in the order in which they are shown. */
export const serviceNames = ['rag', 'qa', 'web'] as const;
export type ServiceName = (typeof serviceNames)[number];

/**
 * The service that a name or an old name means.
 * @throws GeckoError USAGE (exit 2)
 */
export function serviceNamed(name: string): ServiceName {
  const called = serviceCalled(name);
  const service = serviceNames.find((known) => known === called);
  if (service) return service;
  const meant = nearest(name, serviceNames.flatMap(namesOf));
  throw new GeckoError('USAGE', `The embedded runtime has no service ${name}`, {
    exitCode: exitCodes.usage,
    hint: `${meant === null ? '' : `Did you mean ${meant}? `}Services: ${serviceNames.join(', ')}`,
  });
}
