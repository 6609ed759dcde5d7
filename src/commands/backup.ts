import { textOf } from './option-values.ts';
import { repositoryOption } from './repository-option.ts';
import { scheduleCommand } from './schedule-command.ts';
import { scheduledOption } from './scheduled-option.ts';
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
        "In the docker runtime through snapshots that Qdrant makes of itself, with its aliases; they are removed from the server again, and made again where documents are written meanwhile. In the embedded runtime the store's files as they are at one moment; the services begin anew for it, and wait for an ingest under way.",
      options: [
        repositoryOption,
        { flags: '--label <text>', summary: 'a word to know the backup by' },
        scheduledOption,
      ],
      examples: [{ command: 'gecko backup qdrant --label "before the upgrade"', summary: 'named' }],
      async run({ options }, runtime) {
        const [{ backup }, { recordedBackup }] = await Promise.all([
          import('../operations/backup/backup.ts'),
          import('../operations/backup/recorded-backup.ts'),
        ]);
        const input = { to: textOf(options.to), label: textOf(options.label) };
        const asked = { what: 'qdrant', scheduled: options.scheduled === true };
        runtime.ui.report(await recordedBackup(asked, runtime, () => backup(input, runtime)));
        return 0;
      },
    },
    {
      name: 'list',
      aliases: ['ls'],
      summary: 'List the backups, the newest last',
      options: [repositoryOption],
      examples: [{ command: 'gecko backup list --json', summary: 'for scripts' }],
      async run({ options }, runtime) {
        const { backupList } = await import('../operations/backup/backup-list.ts');
        runtime.ui.report(await backupList({ to: textOf(options.to) }, runtime));
        return 0;
      },
    },
    {
      name: 'verify',
      summary: 'Compare every byte of a backup with its manifest, and try a restore',
      description:
        'With --restore-test the corpus is also restored to a scratch place: a folder beside the embedded store, or a Qdrant in a container of its own, without a network. What came back is counted, and passages of it are asked for. The project is not touched and need not run; what is scratch is removed.',
      arguments: [
        {
          name: 'id',
          summary: 'its id, how it begins, or latest',
          required: true,
          suggestions: ['latest'],
        },
      ],
      options: [
        repositoryOption,
        {
          flags: '--restore-test',
          summary: 'restore it to a scratch place, too, and ask for what is known to be in it',
        },
      ],
      examples: [
        { command: 'gecko backup verify latest', summary: 'the newest of this project' },
        { command: 'gecko backup verify --restore-test latest', summary: 'does it come back?' },
      ],
      async run({ args, options }, runtime) {
        const { backupVerify } = await import('../operations/backup/backup-verify.ts');
        const input = {
          asked: textOf(args[0]) ?? '',
          to: textOf(options.to),
          restoreTest: options.restoreTest === true,
        };
        runtime.ui.report(await backupVerify(input, runtime));
        return 0;
      },
    },
    scheduleCommand,
  ],
};
