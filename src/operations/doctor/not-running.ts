import { labelNames } from '../../stack/labels.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { DoctorFacts } from './facts.ts';

/**
 * Why there is nobody to ask: another check names it as the problem that it is.
 * @param services that are needed; in the embedded runtime all are one process
 * @returns null where all of them run
 * @throws GeckoError of the engine
 */
export async function notRunning(
  facts: DoctorFacts,
  ...services: readonly ServiceName[]
): Promise<string | null> {
  if (facts.kind === 'embedded')
    return (await facts.daemon()) === null ? 'The embedded services do not run' : null;
  const { seen } = await facts.project();
  const missing = services.find(
    (service) =>
      !seen.containers.some(
        ({ labels, status }) => labels[labelNames.service] === service && status === 'running',
      ),
  );
  return missing === undefined ? null : `${missing} does not run`;
}
