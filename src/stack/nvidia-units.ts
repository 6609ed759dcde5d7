import type { NvidiaGpu } from '../host/parse-nvidia-smi.ts';
import type { NvidiaFacts } from '../host/probe-nvidia.ts';

/** What a container can be given: a whole card, or an instance of a split one. */
export interface NvidiaUnit {
  /** Name for the engine's runtime: the uuid, or the index of a card that has none. */
  id: string;
  /** Name in a CDI specification as nvidia-ctk makes one: `0`, or `0:1` for an instance. */
  cdi: string;
  name: string;
  /** Bytes; 0 where it is not known. */
  memory: number;
  isInstance: boolean;
}

/** A split card offers its instances only. In the order of the cards. */
export function nvidiaUnits(
  gpus: readonly NvidiaGpu[],
  { migDevices }: Pick<NvidiaFacts, 'migDevices'>,
): NvidiaUnit[] {
  return gpus.flatMap((gpu): NvidiaUnit[] =>
    gpu.split
      ? migDevices
          .filter((device) => device.gpu === gpu.index)
          .map(({ uuid, profile }, position) => ({
            id: uuid,
            cdi: `${gpu.index}:${position}`,
            name: `${gpu.name} MIG ${profile}`,
            memory: Number(/(\d+)gb/.exec(profile)?.[1] ?? 0) * 2 ** 30,
            isInstance: true,
          }))
      : [
          {
            id: gpu.uuid ?? String(gpu.index),
            cdi: String(gpu.index),
            name: gpu.name,
            memory: gpu.memory ?? 0,
            isInstance: false,
          },
        ],
  );
}
