import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'down',
  summary: 'Stop the services; the corpus stays',
  description:
    'Lets the services finish what they are committing, then ends them. Where nothing runs, it says so.',
  examples: [{ command: 'gecko down', summary: 'stop the services of this project' }],
  async run(_, runtime) {
    const { down } = await import('../operations/down.ts');
    runtime.ui.report(await down(runtime));
    return 0;
  },
};
