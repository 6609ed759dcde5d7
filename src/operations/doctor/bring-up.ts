import type { Report } from '../../ui/ui.ts';
import type { DockerUpInput } from '../docker/up.ts';
import type { DoctorFacts } from './facts.ts';

/** Milliseconds in which each container has to become healthy, as `gecko up` has it. */
const HEALTHY_WITHIN = 300_000;

/** `gecko up` without an option, or with these. @throws GeckoError what it throws */
export async function bringUp(
  { kind, configured }: Pick<DoctorFacts, 'kind' | 'configured'>,
  changes: Partial<DockerUpInput> = {},
): Promise<Report> {
  if (kind === 'embedded') {
    const { embeddedUp } = await import('../embedded-up.ts');
    return embeddedUp(configured);
  }
  const { dockerUp } = await import('../docker/up.ts');
  return dockerUp(
    {
      profile: undefined,
      autoGpu: false,
      gpus: undefined,
      services: [],
      dryRun: false,
      forceRecreate: false,
      withModel: true,
      healthyWithin: HEALTHY_WITHIN,
      ...changes,
    },
    configured,
  );
}
