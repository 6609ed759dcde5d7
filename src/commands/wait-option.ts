import { integerOf } from './option-values.ts';
import type { Invocation, OptionSpec } from './spec.ts';

/** Seconds in which a container has to become healthy. */
const WAIT_SECONDS = 300;

export const waitOption: OptionSpec = {
  flags: '--wait-timeout <seconds>',
  runtime: 'docker',
  summary: 'how long a container may take to become healthy',
  default: String(WAIT_SECONDS),
  type: 'integer',
  minimum: 1,
};

/** Milliseconds in which each container has to become healthy. */
export function healthyWithin({ waitTimeout }: Invocation['options']): number {
  return (integerOf(waitTimeout) ?? WAIT_SECONDS) * 1_000;
}
