import { textsOf } from './option-values.ts';
import { serviceArgument } from './service-argument.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'restart',
  summary: 'Restart containers',
  description:
    'In the docker runtime. Those of the services that are named, or all, each waited for until it answers.',
  arguments: [serviceArgument],
  examples: [
    { command: 'gecko restart', summary: 'all of this project' },
    { command: 'gecko restart rag', summary: 'one service' },
  ],
  async run({ args }, runtime) {
    const { verb } = await import('../operations/verb.ts');
    runtime.ui.report(await verb('restart', textsOf(args[0]), runtime));
    return 0;
  },
};
