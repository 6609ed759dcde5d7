import type { ReportValues } from '@gecko/core/contract/system-report';
import { hardwarePart } from '../../system/hardware-part.ts';
import { proofPart } from '../../system/proof-part.ts';
import type { DoctorFacts } from '../doctor/facts.ts';
import type { GpuProof } from '../gpu-proof.ts';
import { hostIfKnown } from '../host-if-known.ts';
import type { ToldBefore } from '../report-system.ts';

type Hardware = ReportValues['hardware'];

/**
 * The hardware with a proof of where the model runs. Why the profile was chosen only `up` knows: its word
 * stays where the profile is the same. Null where nothing is known of the machine.
 */
export async function hardwareProven(
  proof: GpuProof,
  facts: Pick<DoctorFacts, 'runtime' | 'kind' | 'host'>,
  before: ToldBefore,
): Promise<Hardware | null> {
  const [known, host] = await Promise.all([before(), hostIfKnown(facts)]);
  const last = known?.hardware?.value ?? null;
  const seen = proofPart(proof, facts.runtime.clock.now());
  if (host === null) return last && { ...last, proof: seen };
  const profile = facts.kind === 'docker' ? proof.profile : null;
  const reason = last?.profile === profile ? last.reason : '';
  return hardwarePart({ host, profile, reason, proof: seen });
}
