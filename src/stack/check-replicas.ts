import { amount } from '../amount.ts';
import type { ConfigValues } from '../config/schema.ts';
import type { EngineInfo } from '../engine/engine.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { ServiceName } from './service-spec.ts';

/** Bytes that a backend has in memory once it answers, as measured with the embedding model: at least. */
const REPLICA_BYTES = 256 * 2 ** 20;

/**
 * More replicas than the engine's memory can hold would take the machine down with them.
 * @throws GeckoError ENGINE_UNABLE (exit 21)
 */
export function checkReplicas(
  names: readonly ServiceName[],
  { services }: Pick<ConfigValues, 'services'>,
  { memory }: Pick<EngineInfo, 'memory'>,
): void {
  const replicas = names.reduce((sum, name) => sum + services[name].replicas, 0);
  const most = Math.floor(memory / REPLICA_BYTES);
  if (replicas <= Math.max(most, names.length)) return;
  throw new GeckoError(
    'ENGINE_UNABLE',
    `${replicas} containers do not fit into the engine's memory of ${amount(memory)}`,
    {
      exitCode: exitCodes.unsupported,
      hint: `Each needs at least 256 MiB: ask for fewer replicas, at most ${most} containers in all.`,
      details: { replicas, most },
    },
  );
}
