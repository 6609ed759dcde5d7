import { type GpuMend, gpuMend } from '../../gpu/gpu-mend.ts';
import { proveGpu } from '../../gpu/prove-gpu.ts';
import type { GpuProof } from '../../gpu-proof.ts';
import { bringUp } from '../bring-up.ts';
import type { Check, Fix, Severity } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';

/** The model runs where the profile says, as several signs show; it is loaded for that. */
export const gpu: Check = {
  id: 'gpu',
  title: 'proof of the GPU',
  runtimes: ['docker', 'embedded'],
  // A large model from a slow disk takes its time.
  deadline: 180_000,
  async run(facts, signal) {
    const { runtime } = facts;
    const found = await proveGpu(facts, signal);
    if ('skipped' in found) return found;
    const { proof, site } = found;
    const { code, text, mend, evidence } = proof;
    const fix = fixOf(gpuMend(mend, site), facts);
    const consequence = consequenceOf(proof);
    return {
      proof,
      findings: [
        {
          ...{ code, text, evidence },
          severity: severityOf(proof, runtime.config.profile),
          ...(consequence === null ? {} : { consequence }),
          ...(fix ? { fix } : {}),
        },
      ],
    };
  },
};

function fixOf(mend: GpuMend | null, facts: DoctorFacts): Fix | null {
  if (mend === null) return null;
  const { what, command, up } = mend;
  if (up === null) return { what, command };
  const apply = async () =>
    void (await bringUp(facts, { ...up, withModel: false, asBefore: true }));
  return { what, command, apply };
}

/** A problem is what was asked for and is not so. */
function severityOf({ isFine, processor, code, profile }: GpuProof, wanted: string): Severity {
  if (isFine) return processor === 'unproven' ? 'note' : 'ok';
  if (code === 'GPU_LOST') return 'problem';
  if (processor === 'unproven' || processor === 'partly') return 'warning';
  if (profile.startsWith('gpu-') || wanted.startsWith('gpu-')) return 'problem';
  // `gecko up --profile cpu` may have been meant: --fix is not to turn it over.
  return code === 'GPU_NOT_GIVEN' ? 'note' : 'warning';
}

function consequenceOf({ code, isFine, processor, rate }: GpuProof): string | null {
  if (isFine) return null;
  if (code === 'GPU_LOST')
    return 'Each systemctl daemon-reload can take it away again, unless Docker manages cgroups itself: "exec-opts": ["native.cgroupdriver=cgroupfs"] in /etc/docker/daemon.json';
  if (processor === 'unproven') return null;
  return rate === null
    ? 'Answers are written slowly'
    : `Answers are written slowly: ${rate.toFixed(1)} tokens/s`;
}
