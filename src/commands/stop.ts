import { textsOf } from './option-values.ts';
import { serviceArgument } from './service-argument.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'stop',
  summary: 'Stop containers, and keep them',
  description: 'In the docker runtime. They keep their place, and gecko start goes on with them.',
  arguments: [serviceArgument],
  examples: [
    { command: 'gecko stop', summary: 'all of this project' },
    { command: 'gecko stop rag', summary: 'one service' },
  ],
  async run({ args }, runtime) {
    const { verb } = await import('../operations/verb.ts');
    runtime.ui.report(await verb('stop', textsOf(args[0]), runtime));
    return 0;
  },
};
