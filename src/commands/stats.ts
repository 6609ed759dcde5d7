import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'stats',
  summary: 'Show what the containers use: processor, memory, network',
  description: 'In the docker runtime. Measures each running container once.',
  options: [
    { flags: '--no-stream', summary: 'always so; accepted for those who come from Docker' },
  ],
  examples: [
    { command: 'gecko stats', summary: 'a table' },
    { command: 'gecko stats --json', summary: 'the same for scripts' },
  ],
  async run(_, runtime) {
    const { stats } = await import('../operations/stats.ts');
    runtime.ui.report(await stats(runtime));
    return 0;
  },
};
