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
  examples: [
    { command: 'gecko status', summary: 'services, health and addresses' },
    { command: 'gecko status --json', summary: 'the same for scripts' },
  ],
  async run({ args }, runtime) {
    const { status } = await import('../operations/status.ts');
    runtime.ui.report(await status(textsOf(args[0]), runtime));
    return 0;
  },
};
