import { textOf } from './option-values.ts';
import { repositoryOption } from './repository-option.ts';
import type { CommandSpec } from './spec.ts';

const dryRun = { flags: '--dry-run', summary: 'verify it and show what would change' };

export const command: CommandSpec = {
  name: 'restore',
  summary: 'Bring the corpus back to what a backup holds',
  description:
    'All of it or nothing: the backup is verified first, then restored beside what is there, and the names switch to it at once. What was there stays, and comes back with gecko corpus rollback.',
  examples: [
    { command: 'gecko restore qdrant latest --dry-run', summary: 'what would change' },
    { command: 'gecko restore qdrant latest', summary: 'asks, unless --yes is given' },
    { command: 'gecko restore --resume', summary: 'finishes what was interrupted' },
  ],
  options: [
    {
      flags: '--resume',
      summary: 'finish the restore of a volume that was interrupted, or undo it',
    },
  ],
  async run({ options }, runtime) {
    const { resumeRestore } = await import('../operations/backup/resume-restore.ts');
    runtime.ui.report(await resumeRestore(options.resume === true, runtime));
    return 0;
  },
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
        dryRun,
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
          to: textOf(options.to),
          dryRun: options.dryRun === true,
          otherFingerprint: options.otherFingerprint === true,
        };
        runtime.ui.report(await restore(input, runtime));
        return 0;
      },
    },
    {
      name: 'volume',
      summary: 'Restore a volume as a whole, in place of all that it holds',
      description:
        'It is unpacked into a volume of its own and proven there; then it takes the place of what the volume holds, which is kept until the end and comes back where anything fails. What of the project uses the volume is stopped meanwhile.',
      arguments: [
        { name: 'name', summary: 'its name, as the engine knows it', required: true },
        {
          name: 'id',
          summary: 'id of a backup, how it begins, or latest',
          required: true,
          suggestions: ['latest'],
        },
      ],
      options: [
        repositoryOption,
        dryRun,
        {
          flags: '--special',
          summary: 'take device files, pipes and programs that run as their owner, too',
        },
      ],
      examples: [
        { command: 'gecko restore volume pgdata latest --dry-run', summary: 'what would change' },
      ],
      async run({ args, options }, runtime) {
        const { restore } = await import('../operations/backup/restore.ts');
        const input = {
          what: 'volume' as const,
          volume: textOf(args[0]) ?? '',
          asked: textOf(args[1]) ?? '',
          to: textOf(options.to),
          dryRun: options.dryRun === true,
          special: options.special === true,
          otherFingerprint: false,
        };
        runtime.ui.report(await restore(input, runtime));
        return 0;
      },
    },
  ],
};
