import { alwaysSo } from './compose-habits.ts';
import { textsOf } from './option-values.ts';
import { serviceArgument } from './service-argument.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'stats',
  summary: 'Show what the containers use: processor, memory, network',
  description:
    'In the docker runtime. On a terminal a table that is redrawn until Ctrl-C, without the columns that it has no room for; elsewhere one measurement.',
  arguments: [serviceArgument],
  options: [
    ...alwaysSo('stats'),
    // Before its opposite: else commander takes it for given.
    { flags: '--stream', summary: 'measure again and again, elsewhere, too' },
    { flags: '--no-stream', summary: 'measure once, on a terminal, too' },
  ],
  examples: [
    { command: 'gecko stats', summary: 'a live table' },
    { command: 'gecko stats --json', summary: 'one measurement for scripts' },
  ],
  endsUnread: true,
  async run({ args, options }, runtime) {
    const { stats } = await import('../operations/stats.ts');
    const stream = typeof options.stream === 'boolean' ? options.stream : null;
    const report = await stats({ services: textsOf(args[0]), stream }, runtime);
    if (report) runtime.ui.report(report);
    return 0;
  },
};
