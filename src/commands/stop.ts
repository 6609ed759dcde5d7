import { integerOf, textsOf } from './option-values.ts';
import { secondsOption } from './seconds-option.ts';
import { serviceArgument } from './service-argument.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'stop',
  summary: 'Stop containers, and keep them',
  description: 'In the docker runtime. They keep their place, and gecko start goes on with them.',
  arguments: [serviceArgument],
  options: [secondsOption],
  examples: [
    { command: 'gecko stop', summary: 'all of this project' },
    { command: 'gecko stop rag', summary: 'one service' },
  ],
  async run({ args, options }, runtime) {
    const { verb } = await import('../operations/verb.ts');
    const input = { services: textsOf(args[0]), seconds: integerOf(options.timeout) };
    runtime.ui.report(await verb('stop', input, runtime));
    return 0;
  },
};
