import { amount } from '../../amount.ts';
import type { FitMachine } from '../../fit/fit-machine.ts';
import type { Fit } from '../../fit/fit-of.ts';

/** `gpu`, `30 of 41 layers`, `cpu`, `no`. */
export function fitText(fit: Fit): string {
  return fit.where === 'partly' ? `${fit.layers} of ${fit.of} layers` : fit.where;
}

/** `about 42`, `?`. */
export function speedText(tokensPerSecond: number | null): string {
  if (tokensPerSecond === null) return '?';
  const digits = tokensPerSecond < 10 ? 1 : 0;
  return `about ${tokensPerSecond.toFixed(digits)}`;
}

/** What there is: `RTX 3060 with 11.6 GiB free, and 12.0 GiB of free memory`. */
export function machineText({ gpu, memory }: FitMachine): string {
  const own = `${amount(memory)} of free memory`;
  return gpu === null
    ? `the processor with ${own}`
    : `${gpu.name} with ${amount(gpu.memory)} free, and ${own}`;
}
