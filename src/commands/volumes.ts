import { textOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'volumes',
  aliases: ['volume'],
  summary: 'List the volumes of the project, or look at one',
  description: 'In the docker runtime.',
  subcommands: [
    {
      name: 'ls',
      summary: 'List them',
      examples: [{ command: 'gecko volumes ls', summary: 'those of this project' }],
      async run(_, runtime) {
        const { objects } = await import('../operations/objects.ts');
        runtime.ui.report(await objects('volume', null, runtime));
        return 0;
      },
    },
    {
      name: 'inspect',
      summary: 'Show one as the engine has it',
      arguments: [
        { name: 'name', summary: 'its name, with or without the project', required: true },
      ],
      examples: [{ command: 'gecko volumes inspect qdrant_storage', summary: 'one of them' }],
      async run({ args }, runtime) {
        const { objects } = await import('../operations/objects.ts');
        runtime.ui.report(await objects('volume', textOf(args[0]) ?? '', runtime));
        return 0;
      },
    },
  ],
  examples: [{ command: 'gecko volumes', summary: 'those of this project' }],
  async run(_, runtime) {
    const { objects } = await import('../operations/objects.ts');
    runtime.ui.report(await objects('volume', null, runtime));
    return 0;
  },
};
