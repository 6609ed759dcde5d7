import type { EngineInfo } from '../engine/engine.ts';

export interface Limits {
  /** Bytes; null: none. */
  memory: number | null;
  /** Cores; null: none. */
  cpus: number | null;
}

/** No more than the engine has, which would refuse it; with a note where that is less than was asked for. */
export function clampLimits(
  service: string,
  wanted: Limits,
  engine: Pick<EngineInfo, 'cpus' | 'memory'>,
): { limits: Limits; notes: string[] } {
  const limits = {
    memory: least(wanted.memory, engine.memory),
    cpus: least(wanted.cpus, engine.cpus),
  };
  const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const notes = [
    ...(wanted.memory !== limits.memory
      ? [`${service}: limited to all memory that there is, ${gibibytes(engine.memory)}`]
      : []),
    ...(wanted.cpus !== limits.cpus
      ? [`${service}: limited to all CPUs that there are, ${engine.cpus}`]
      : []),
  ];
  return { limits, notes };
}

function least(wanted: number | null, most: number): number | null {
  return wanted === null ? null : Math.min(wanted, most);
}
