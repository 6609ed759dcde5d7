import { keyOptions } from './key-options.ts';
import { newBackupOptions } from './new-backup-options.ts';
import { integerOf, textOf } from './option-values.ts';
import { repositoryInput } from './repository-input.ts';
import { repositoryOption } from './repository-option.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'backup',
  summary: 'Back the corpus up while it is used; list and verify backups',
  description:
    'A backup goes to a folder, the repository. What is there already is not stored again, and a backup exists only once it is complete: an interrupted one leaves none.',
  examples: [
    { command: 'gecko backup qdrant', summary: "every collection, into the project's own folder" },
    { command: 'gecko backup qdrant --to /mnt/disk/gecko', summary: 'elsewhere' },
    { command: 'gecko backup verify latest', summary: 'reads every byte' },
  ],
  subcommands: [
    {
      name: 'qdrant',
      summary: 'Back up the documents with their index, every collection',
      description:
        "In the docker runtime through snapshots that Qdrant makes of itself, with its aliases; they are removed from the server again. In the embedded runtime the store's files as they are at one moment. Writes wait meanwhile; questions are answered.",
      options: [
        repositoryOption,
        { flags: '--label <text>', summary: 'a word to know the backup by' },
        ...newBackupOptions,
      ],
      examples: [{ command: 'gecko backup qdrant --label "before the upgrade"', summary: 'named' }],
      async run({ options }, runtime) {
        const { backup } = await import('../operations/backup/backup.ts');
        const input = { ...repositoryInput(options), label: textOf(options.label) };
        runtime.ui.report(await backup(input, runtime));
        return 0;
      },
    },
    {
      name: 'list',
      aliases: ['ls'],
      summary: 'List the backups, the newest last',
      options: [repositoryOption, ...keyOptions],
      examples: [{ command: 'gecko backup list --json', summary: 'for scripts' }],
      async run({ options }, runtime) {
        const { backupList } = await import('../operations/backup/backup-list.ts');
        runtime.ui.report(await backupList(repositoryInput(options), runtime));
        return 0;
      },
    },
    {
      name: 'verify',
      summary: 'Compare every byte of a backup with its manifest',
      arguments: [
        {
          name: 'id',
          summary: 'its id, how it begins, or latest',
          required: true,
          suggestions: ['latest'],
        },
      ],
      options: [repositoryOption, ...keyOptions],
      examples: [{ command: 'gecko backup verify latest', summary: 'the newest of this project' }],
      async run({ args, options }, runtime) {
        const { backupVerify } = await import('../operations/backup/backup-verify.ts');
        const input = { asked: textOf(args[0]) ?? '', ...repositoryInput(options) };
        runtime.ui.report(await backupVerify(input, runtime));
        return 0;
      },
    },
    {
      name: 'prune',
      summary: 'Remove old backups, and what nothing needs any more',
      description:
        'Shows what would go; --apply removes it. The newest whole backup of each project stays, whatever is asked. Where --keep-last and --keep-days are given, what either keeps stays.',
      options: [
        repositoryOption,
        { flags: '--keep-last <n>', summary: 'keep the newest so many', type: 'integer' },
        { flags: '--keep-days <n>', summary: 'keep those of so many days', type: 'integer' },
        { flags: '--max-size <size>', summary: 'then let the oldest go, down to this: 20GiB' },
        { flags: '--all-projects', summary: 'of other projects in the repository, too' },
        { flags: '--apply', summary: 'remove them' },
        ...keyOptions,
      ],
      examples: [
        { command: 'gecko backup prune --keep-last 7', summary: 'what would go' },
        { command: 'gecko backup prune --keep-days 30 --apply', summary: 'for good' },
      ],
      async run({ options }, runtime) {
        const { backupPrune } = await import('../operations/backup/backup-prune.ts');
        const input = {
          ...repositoryInput(options),
          keepLast: integerOf(options.keepLast),
          keepDays: integerOf(options.keepDays),
          maxSize: textOf(options.maxSize),
          allProjects: options.allProjects === true,
          apply: options.apply === true,
        };
        runtime.ui.report(await backupPrune(input, runtime));
        return 0;
      },
    },
    {
      name: 'key',
      summary: 'Make a key that signs backups, or one of age that opens them',
      arguments: [{ name: 'file', summary: 'new file', required: true, completes: 'path' }],
      options: [{ flags: '--age', summary: 'one of age: backups are encrypted to its recipient' }],
      examples: [
        { command: 'gecko backup key ~/gecko-sign.key', summary: 'for --sign-key' },
        {
          command: 'gecko backup key --age ~/gecko-age.key',
          summary: 'for --recipient, --identity',
        },
      ],
      async run({ args, options }, runtime) {
        const { backupKey } = await import('../operations/backup/backup-key.ts');
        const input = { file: textOf(args[0]) ?? '', age: options.age === true };
        runtime.ui.report(await backupKey(input));
        return 0;
      },
    },
  ],
};
