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
 * Seconds that a card takes for a token beside reading, however small the model: the starts of its kernels.
 * Measured on an H100 with Ollama 0.33 and models of 30 and 32 layers: 135 million parameters in Q4_1 (98 MB)
 * 610 to 700 tokens/s, 7.4 billion in Q8_0 (7.8 GB) 180 to 200.
 */
const BESIDE_READING = 0.0014;

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
  const reading =
    time(read * onCards, gpu?.bandwidth ?? null) + time(read * (1 - onCards), bandwidth);
  const seconds = reading / EFFICIENCY + BESIDE_READING * onCards;
  return Number.isFinite(seconds) ? 1 / seconds : null;
}

function time(bytes: number, bandwidth: number | null): number {
  if (bytes === 0) return 0;
  return bandwidth === null ? Number.POSITIVE_INFINITY : bytes / bandwidth;
}
