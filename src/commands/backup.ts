import { textOf } from './option-values.ts';
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
    { command: 'gecko backup --volume pgdata', summary: 'any volume, read-only' },
    { command: 'gecko backup verify latest', summary: 'reads every byte' },
  ],
  options: [
    {
      flags: '--volume <name>',
      summary: 'back up this volume of the engine, whoever it belongs to',
    },
    repositoryOption,
    { flags: '--label <text>', summary: 'a word to know the backup by' },
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
        {
          flags: '--cold',
          summary: 'stop Qdrant and what writes to it meanwhile, and store its volume as a whole',
        },
      ],
      examples: [{ command: 'gecko backup qdrant --label "before the upgrade"', summary: 'named' }],
      async run({ options }, runtime) {
        const { backup } = await import('../operations/backup/backup.ts');
        const cold = options.cold === true;
        const input = { to: textOf(options.to), label: textOf(options.label), cold };
        runtime.ui.report(await backup(input, runtime));
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
      summary: 'Compare every byte of a backup with its manifest',
      arguments: [
        {
          name: 'id',
          summary: 'its id, how it begins, or latest',
          required: true,
          suggestions: ['latest'],
        },
      ],
      options: [repositoryOption],
      examples: [{ command: 'gecko backup verify latest', summary: 'the newest of this project' }],
      async run({ args, options }, runtime) {
        const { backupVerify } = await import('../operations/backup/backup-verify.ts');
        const input = { asked: textOf(args[0]) ?? '', to: textOf(options.to) };
        runtime.ui.report(await backupVerify(input, runtime));
        return 0;
      },
    },
  ],
  async run({ options }, runtime) {
    const { backupVolume } = await import('../operations/backup/backup-volume.ts');
    const { volume, to, label } = options;
    const input = { volume: textOf(volume), to: textOf(to), label: textOf(label) };
    runtime.ui.report(await backupVolume(input, runtime));
    return 0;
  },
};
