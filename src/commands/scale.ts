import { textsOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';
import { healthyWithin, waitOption } from './wait-option.ts';

export const command: CommandSpec = {
  name: 'scale',
  summary: 'Run several containers of rag or qa',
  description:
    'In the docker runtime: as gecko up does it, for these services alone. The door spreads requests over them. The next gecko up has as many as the configuration says again: the key services.rag.replicas keeps them.',
  arguments: [{ name: 'service=n', summary: 'rag=3, qa=2', required: true, variadic: true }],
  options: [waitOption],
  examples: [{ command: 'gecko scale rag=3', summary: 'three containers of rag' }],
  async run({ args, options }, runtime) {
    const { scale } = await import('../operations/scale.ts');
    const input = { pairs: textsOf(args[0]), healthyWithin: healthyWithin(options) };
    runtime.ui.report(await scale(input, runtime));
    return 0;
  },
};
