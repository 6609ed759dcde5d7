import { alwaysSo } from './compose-habits.ts';
import { textsOf } from './option-values.ts';
import { serviceArgument } from './service-argument.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'status',
  aliases: ['ps'],
  summary: 'Show the services, and whether model and weights are there',
  description:
    'Asks each service how it is. A service is degraded where it answers with less than it could, such as full-text retrieval alone; the lines below the table say why.',
  arguments: [serviceArgument],
  options: [
    { flags: '-q, --ids', runtime: 'docker', summary: 'print the ids of the containers only' },
    {
      flags: '--gpu',
      summary:
        'show whether the model runs on the GPU, and why not; loads it where it is not loaded',
    },
    { flags: '--services', summary: 'print the names of the services only' },
    {
      flags: '--format <format>',
      summary:
        'json: a line a container, with the keys that Compose has; --json is for scripts of gecko',
      choices: ['table', 'json'],
      default: 'table',
    },
    ...alwaysSo('status'),
  ],
  examples: [
    { command: 'gecko status', summary: 'services, health and addresses' },
    { command: 'gecko status --json', summary: 'the same for scripts' },
  ],
  async run({ args, options }, runtime) {
    const { status } = await import('../operations/status.ts');
    const compose = options.format === 'json' ? 'compose' : null;
    const only = options.ids === true ? 'ids' : options.services === true ? 'services' : compose;
    const input = { services: textsOf(args[0]), only, gpu: options.gpu === true } as const;
    runtime.ui.report(await status(input, runtime));
    return 0;
  },
};
