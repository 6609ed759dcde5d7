import type { FitMachine } from './fit-machine.ts';
import { type Fit, fitOf } from './fit-of.ts';
import { type MemoryNeeds, memoryNeeds } from './memory-needs.ts';
import type { ModelShape } from './model-shape.ts';
import type { ModelUse } from './model-use.ts';
import { tokensPerSecond } from './tokens-per-second.ts';

/** What a model would be here. */
export interface Judgement {
  needs: MemoryNeeds;
  fit: Fit;
  /** About; null where nobody can say. */
  tokensPerSecond: number | null;
}

/** @param bytes of its file */
export function judgeModel(
  { bytes, shape }: { bytes: number; shape: ModelShape },
  use: ModelUse,
  machine: FitMachine,
): Judgement {
  const own = shape.contextTokens || use.contextTokens;
  const needs = memoryNeeds(bytes, shape, {
    ...use,
    contextTokens: Math.min(use.contextTokens, own),
  });
  const fit = fitOf(needs, machine);
  return { needs, fit, tokensPerSecond: tokensPerSecond(needs, fit, machine) };
}
