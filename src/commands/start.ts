import { alwaysSo } from './compose-habits.ts';
import { textsOf } from './option-values.ts';
import { serviceArgument } from './service-argument.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'start',
  summary: 'Start containers that are there',
  description: 'In the docker runtime. Makes none: that is gecko up.',
  arguments: [serviceArgument],
  options: alwaysSo('start'),
  examples: [
    { command: 'gecko start', summary: 'all of this project' },
    { command: 'gecko start rag', summary: 'one service' },
  ],
  async run({ args }, runtime) {
    const { verb } = await import('../operations/verb.ts');
    runtime.ui.report(await verb('start', { services: textsOf(args[0]) }, runtime));
    return 0;
  },
};
