import { keyOptions } from './key-options.ts';
import { textOf } from './option-values.ts';
import { repositoryInput } from './repository-input.ts';
import { repositoryOption } from './repository-option.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'restore',
  summary: 'Bring the corpus back to what a backup holds',
  description:
    'All of it or nothing: the backup is verified first, then restored beside what is there, and the names switch to it at once. What was there stays, and comes back with gecko corpus rollback.',
  examples: [
    { command: 'gecko restore qdrant latest --dry-run', summary: 'what would change' },
    { command: 'gecko restore qdrant latest', summary: 'asks, unless --yes is given' },
  ],
  subcommands: [
    {
      name: 'qdrant',
      summary: 'Restore the documents with their index',
      arguments: [
        {
          name: 'id',
          summary: 'id of a backup, how it begins, or latest',
          required: true,
          suggestions: ['latest'],
        },
      ],
      options: [
        repositoryOption,
        ...keyOptions,
        { flags: '--dry-run', summary: 'verify it and show what would change' },
        {
          flags: '--other-fingerprint',
          summary: 'also where its index was made with another model or other settings',
        },
      ],
      examples: [{ command: 'gecko restore qdrant latest --yes', summary: 'without a question' }],
      async run({ args, options }, runtime) {
        const { restore } = await import('../operations/backup/restore.ts');
        const input = {
          what: 'qdrant' as const,
          asked: textOf(args[0]) ?? '',
          ...repositoryInput(options),
          dryRun: options.dryRun === true,
          otherFingerprint: options.otherFingerprint === true,
        };
        runtime.ui.report(await restore(input, runtime));
        return 0;
      },
    },
  ],
};
