import type { ReportValues } from '@gecko/core/contract/system-report';
import type { HostFacts } from '../host/host-facts.ts';
import { clipped } from './clipped.ts';

type Hardware = ReportValues['hardware'];

export interface HardwareSeen {
  host: HostFacts;
  /** Null: the embedded runtime, which has none. */
  profile: string | null;
  /** Why this profile; a sentence without a full stop. */
  reason: string;
  proof: Hardware['proof'];
}

/** What the machine has, and where the model was seen to run on it, for the page. */
export function hardwarePart({ host, profile, reason, proof }: HardwareSeen): Hardware {
  const { cpu, memory } = host;
  return {
    profile,
    reason: clipped(reason, 2_000),
    cpu: { model: cpu.model === '' ? null : clipped(cpu.model, 300), threads: cpu.threads },
    memory: { total: memory.total, available: Math.max(0, Math.round(memory.available)) },
    gpus: gpusOf(host).slice(0, 64),
    proof,
  };
}

function gpusOf({ nvidia, amd, intel, apple }: HostFacts): Hardware['gpus'] {
  return [
    ...(nvidia.state === 'found'
      ? nvidia.facts.gpus.map(({ name, memory }) => ({ vendor: 'nvidia' as const, name, memory }))
      : []),
    ...(amd.state === 'found'
      ? amd.facts.gpus.map(({ name, gfx, memory }) => ({
          vendor: 'amd' as const,
          name: name ?? gfx ?? 'AMD GPU',
          memory,
        }))
      : []),
    ...(intel.state === 'found'
      ? intel.facts.renderNodes.map(() => ({
          vendor: 'intel' as const,
          name: 'Intel GPU',
          memory: null,
        }))
      : []),
    ...(apple.state === 'found'
      ? [{ vendor: 'apple' as const, name: apple.facts.chip, memory: apple.facts.memory }]
      : []),
  ].map((gpu) => ({ ...gpu, name: clipped(gpu.name, 300) }));
}
