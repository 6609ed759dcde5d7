import { textOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'networks',
  aliases: ['network'],
  summary: 'List the networks of the project, or look at one',
  description: 'In the docker runtime.',
  subcommands: [
    {
      name: 'ls',
      summary: 'List them',
      examples: [{ command: 'gecko networks ls', summary: 'those of this project' }],
      async run(_, runtime) {
        const { objects } = await import('../operations/objects.ts');
        runtime.ui.report(await objects('network', null, runtime));
        return 0;
      },
    },
    {
      name: 'inspect',
      summary: 'Show one as the engine has it',
      arguments: [
        { name: 'name', summary: 'its name, with or without the project', required: true },
      ],
      examples: [{ command: 'gecko networks inspect internal', summary: 'one of them' }],
      async run({ args }, runtime) {
        const { objects } = await import('../operations/objects.ts');
        runtime.ui.report(await objects('network', textOf(args[0]) ?? '', runtime));
        return 0;
      },
    },
  ],
  examples: [{ command: 'gecko networks', summary: 'those of this project' }],
  async run(_, runtime) {
    const { objects } = await import('../operations/objects.ts');
    runtime.ui.report(await objects('network', null, runtime));
    return 0;
  },
};
