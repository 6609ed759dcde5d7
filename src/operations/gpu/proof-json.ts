import type { GpuProof } from '../gpu-proof.ts';

/** A proof in a `--json` document; the contract of docs/scripting.md. */
export function proofJson({
  processor,
  code,
  text,
  model,
  profile,
  layers,
  rate,
  evidence,
}: GpuProof) {
  return {
    ...{ model, profile, processor, code, text, evidence },
    layers: layers && { onCard: layers.onCard, all: layers.all },
    tokensPerSecond: rate === null ? null : Math.round(rate * 10) / 10,
  };
}
