import { exitCodes, GeckoError } from '../errors.ts';
import { nearest } from '../nearest.ts';

/** Services of the embedded runtime, in the order in which they are shown. */
export const serviceNames = ['rag', 'qa', 'web'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Names of the Compose stack that gecko grew from. */
const oldNames: ReadonlyMap<string, ServiceName> = new Map([
  ['langchain-backend', 'rag'],
  ['langchain-backend-qa', 'qa'],
  ['flutter-frontend', 'web'],
]);

/**
 * The service that a name or an old name means.
 * @throws GeckoError USAGE (exit 2)
 */
export function serviceNamed(name: string): ServiceName {
  const service = serviceNames.find((known) => known === name) ?? oldNames.get(name);
  if (service) return service;
  const meant = nearest(name, [...serviceNames, ...oldNames.keys()]);
  throw new GeckoError('USAGE', `The embedded runtime has no service ${name}`, {
    exitCode: exitCodes.usage,
    hint: `${meant === null ? '' : `Did you mean ${meant}? `}Services: ${serviceNames.join(', ')}`,
  });
}
