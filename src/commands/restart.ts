import { alwaysSo } from './compose-habits.ts';
import { integerOf, textsOf } from './option-values.ts';
import { secondsOption } from './seconds-option.ts';
import { serviceArgument } from './service-argument.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'restart',
  summary: 'Restart containers',
  description:
    'In the docker runtime. Those of the services that are named, or all, each waited for until it answers.',
  arguments: [serviceArgument],
  options: [secondsOption, ...alwaysSo('restart')],
  examples: [
    { command: 'gecko restart', summary: 'all of this project' },
    { command: 'gecko restart rag', summary: 'one service' },
  ],
  async run({ args, options }, runtime) {
    const { verb } = await import('../operations/verb.ts');
    const input = { services: textsOf(args[0]), seconds: integerOf(options.timeout) };
    runtime.ui.report(await verb('restart', input, runtime));
    return 0;
  },
};
