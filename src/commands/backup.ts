import { fileOption, formatOf, formatOption } from './archive-options.ts';
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
        fileOption,
        formatOption,
      ],
      examples: [
        { command: 'gecko backup qdrant --label "before the upgrade"', summary: 'named' },
        { command: 'gecko backup qdrant --file corpus.tar.zst', summary: 'as one file too' },
      ],
      async run({ options }, runtime) {
        const { backup } = await import('../operations/backup/backup.ts');
        const input = {
          to: textOf(options.to),
          label: textOf(options.label),
          file: textOf(options.file),
          format: formatOf(options.format),
        };
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
          summary: 'its id, how it begins, latest, or a file of gecko backup export',
          required: true,
          suggestions: ['latest'],
          completes: 'path',
        },
      ],
      options: [repositoryOption],
      examples: [
        { command: 'gecko backup verify latest', summary: 'the newest of this project' },
        { command: 'gecko backup verify ./corpus.tar.zst', summary: 'one in a file of its own' },
      ],
      async run({ args, options }, runtime) {
        const { backupVerify } = await import('../operations/backup/backup-verify.ts');
        const input = { asked: textOf(args[0]) ?? '', to: textOf(options.to) };
        runtime.ui.report(await backupVerify(input, runtime));
        return 0;
      },
    },
    {
      name: 'export',
      summary: 'Write a backup into one file that needs nothing else',
      description:
        'The file is a tar of the real files, with the manifest as the last: gecko restore and gecko backup verify take it, and tar, zstd and gzip read it. Every byte is proven on its way.',
      arguments: [
        {
          name: 'id',
          summary: 'its id, how it begins, or latest',
          required: true,
          suggestions: ['latest'],
        },
        { name: 'file', summary: 'to be written', required: true, completes: 'path' },
      ],
      options: [repositoryOption, formatOption],
      examples: [
        { command: 'gecko backup export latest corpus.tar.zst', summary: 'the quickest' },
        { command: 'gecko backup export latest corpus.tar.gz', summary: 'for any tar' },
      ],
      async run({ args, options }, runtime) {
        const { backupExport } = await import('../operations/backup/backup-export.ts');
        const input = {
          asked: textOf(args[0]) ?? '',
          file: textOf(args[1]) ?? '',
          format: formatOf(options.format),
          to: textOf(options.to),
        };
        runtime.ui.report(await backupExport(input, runtime));
        return 0;
      },
    },
  ],
};
