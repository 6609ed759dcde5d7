import { textOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'export',
  summary: 'Write the stack for another tool to run',
  description:
    'What gecko runs in containers, as a folder of files that needs no gecko. No engine is asked, and no hardware looked at: the folder is for any machine.',
  subcommands: [
    {
      name: 'compose',
      summary: 'For Docker Compose, with the profiles cpu, gpu-nvidia and gpu-amd',
      description:
        'Writes compose.yaml, .env.example, the configuration of the services with keys of their own, what the image of the backends is built from, and the embedding weights. A later export into the same folder keeps the keys, and replaces what exports have written and nobody has changed.',
      options: [
        { flags: '--to <folder>', summary: 'where it goes', completes: 'path' },
        { flags: '--no-weights', summary: 'leave the embedding weights out' },
        { flags: '--force', summary: 'replace files that no export has written, too' },
      ],
      examples: [
        {
          command: 'gecko export compose --to ./deployment',
          summary: 'then docker compose --profile cpu up --wait in it',
        },
      ],
      async run({ options }, runtime) {
        const { composeExport } = await import('../operations/export/export-compose.ts');
        const input = {
          to: textOf(options.to),
          force: options.force === true,
          weights: options.weights !== false,
        };
        runtime.ui.report(await composeExport(input, runtime));
        return 0;
      },
    },
  ],
  examples: [
    { command: 'gecko export compose --to ./deployment', summary: 'a folder for Docker Compose' },
  ],
};
