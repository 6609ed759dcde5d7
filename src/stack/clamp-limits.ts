import { amount } from '../amount.ts';
import type { EngineInfo } from '../engine/engine.ts';

export interface Limits {
  /** Bytes; null: none. */
  memory: number | null;
  /** Cores; null: none. */
  cpus: number | null;
}

/**
 * No more than the engine has, which would refuse it, with a note where that is less than was asked for;
 * and none that it cannot set at all.
 */
export function clampLimits(
  service: string,
  wanted: Limits,
  engine: Pick<EngineInfo, 'cpus' | 'memory' | 'canLimit'>,
): { limits: Limits; notes: string[] } {
  const { canLimit } = engine;
  const memory = canLimit.memory ? wanted.memory : null;
  const cpus = canLimit.cpus ? wanted.cpus : null;
  const limits = { memory: least(memory, engine.memory), cpus: least(cpus, engine.cpus) };
  const notes = [
    ...(memory !== limits.memory
      ? [`${service}: limited to all memory that there is, ${amount(engine.memory)}`]
      : []),
    ...(cpus !== limits.cpus
      ? [`${service}: limited to all CPUs that there are, ${engine.cpus}`]
      : []),
  ];
  return { limits, notes };
}

function least(wanted: number | null, most: number): number | null {
  return wanted === null ? null : Math.min(wanted, most);
}
