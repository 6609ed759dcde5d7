import type { FitMachine } from './fit-machine.ts';
import type { Fit } from './fit-of.ts';
import type { MemoryNeeds } from './memory-needs.ts';

/**
 * Of the memory's bandwidth the part that generation makes use of. Measured values are between 0.58 and
 * 0.83: llama.cpp discussion 4167, a 7B model in Q4_0 (3.83 GB), M1 at 68 GB/s 14.2 tokens/s, M4 at 120 GB/s
 * 24, M4 Max at 546 GB/s 83; llama.cpp pull request 4766, P40 at 346 GB/s 56.8. The lower end is taken.
 */
const EFFICIENCY = 0.6;

/**
 * About how many tokens a second a model writes: each one takes a reading of all weights, and of the
 * context's keys and values, half of which are there on average, so the memory's bandwidth is the limit.
 * Where it lies in two memories the times add up. Null where a bandwidth is not known, or it does not fit.
 */
export function tokensPerSecond(
  { weights, cache }: Pick<MemoryNeeds, 'weights' | 'cache'>,
  fit: Fit,
  { gpu, bandwidth }: Pick<FitMachine, 'gpu' | 'bandwidth'>,
): number | null {
  if (fit.where === 'no') return null;
  const read = weights + cache / 2;
  const onCards = fit.where === 'gpu' ? 1 : fit.where === 'partly' ? fit.layers / fit.of : 0;
  const seconds =
    time(read * onCards, gpu?.bandwidth ?? null) + time(read * (1 - onCards), bandwidth);
  return Number.isFinite(seconds) ? EFFICIENCY / seconds : null;
}

function time(bytes: number, bandwidth: number | null): number {
  if (bytes === 0) return 0;
  return bandwidth === null ? Number.POSITIVE_INFINITY : bytes / bandwidth;
}
