import type { FitMachine } from './fit-machine.ts';
import type { MemoryNeeds } from './memory-needs.ts';

/** Where a model comes to lie. */
export type Fit =
  | { where: 'gpu' }
  /** @property layers on the cards, of all that there are */
  | { where: 'partly'; layers: number; of: number }
  | { where: 'cpu' }
  /** @property lacking bytes */
  | { where: 'no'; lacking: number };

/** Bytes of a card that Ollama leaves free: MinimumMemory of its discover package (457 MiB). */
export const GPU_RESERVE = 457 * 2 ** 20;

/**
 * Where a model that needs this much comes to lie: on the cards when all of it does, else as many layers of
 * it as do, each with its part of the weights and of the cache, and the rest in the main memory; so
 * EstimateGPULayers in Ollama's llm/memory.go, for one card.
 */
export function fitOf(
  needs: MemoryNeeds,
  { gpu, memory }: Pick<FitMachine, 'gpu' | 'memory'>,
): Fit {
  const { weights, cache, compute, total, layers } = needs;
  const room = gpu === null ? 0 : Math.max(0, gpu.memory - GPU_RESERVE);
  if (total <= room) return { where: 'gpu' };
  const ofLayer = (weights + cache) / layers;
  const placed = Math.max(0, Math.min(layers - 1, Math.floor((room - compute) / ofLayer)));
  const rest = (layers - placed) * ofLayer + compute;
  if (rest > memory) return { where: 'no', lacking: rest - memory };
  return placed > 0 ? { where: 'partly', layers: placed, of: layers } : { where: 'cpu' };
}
