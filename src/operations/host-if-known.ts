import { GeckoError } from '../errors.ts';
import type { HostFacts } from '../host/host-facts.ts';
import type { DoctorFacts } from './doctor/facts.ts';

/** This machine's hardware; null: in the embedded runtime there may be nothing that looks at it. */
export async function hostIfKnown({ host }: Pick<DoctorFacts, 'host'>): Promise<HostFacts | null> {
  try {
    return await host();
  } catch (error) {
    if (error instanceof GeckoError) return null;
    throw error;
  }
}
