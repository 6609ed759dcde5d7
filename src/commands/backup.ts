import type { BackupWhat } from '../operations/backup/save-parts.ts';
import type { Runtime } from '../runtime.ts';
import { fileOption, formatOf, formatOption } from './archive-options.ts';
import { modelsOf, modelsOption } from './models-option.ts';
import { textOf } from './option-values.ts';
import { repositoryOption } from './repository-option.ts';
import type { CommandSpec, Invocation, OptionSpec } from './spec.ts';

const labelOption: OptionSpec = {
  flags: '--label <text>',
  summary: 'a word to know the backup by',
};

const rereadOption: OptionSpec = {
  flags: '--reread',
  summary: 'read what is stored all the same, and store anew what was damaged since',
};

const coldOption: OptionSpec = {
  flags: '--cold',
  summary: 'stop the service and what writes to it meanwhile, and store its volume as a whole',
};
/** Of every backup that is made. */
const makingOptions = [labelOption, fileOption, formatOption, rereadOption];

export const command: CommandSpec = {
  name: 'backup',
  summary: 'Back the corpus, models and all up while they are used; list and verify backups',
  description:
    'A backup goes to a folder, the repository. What is there already is not stored again, and a backup exists only once it is complete: an interrupted one leaves none.',
  examples: [
    { command: 'gecko backup qdrant', summary: "every collection, into the project's own folder" },
    { command: 'gecko backup qdrant --to /mnt/disk/gecko', summary: 'elsewhere' },
    { command: 'gecko backup --volume pgdata', summary: 'any volume, read-only' },
    { command: 'gecko backup all', summary: 'what rebuilds the project on an empty machine' },
    { command: 'gecko backup verify latest', summary: 'reads every byte' },
  ],
  options: [
    {
      flags: '--volume <name>',
      summary: 'back up this volume of the engine, whoever it belongs to',
    },
    repositoryOption,
    labelOption,
    fileOption,
    formatOption,
  ],
  subcommands: [
    {
      name: 'qdrant',
      summary: 'Back up the documents with their index, every collection',
      description:
        "In the docker runtime through snapshots that Qdrant makes of itself, with its aliases; they are removed from the server again, and made again where documents are written meanwhile. In the embedded runtime the store's files as they are at one moment; the services begin anew for it, and wait for an ingest under way.",
      options: [repositoryOption, ...makingOptions, coldOption],
      examples: [
        { command: 'gecko backup qdrant --label "before the upgrade"', summary: 'named' },
        { command: 'gecko backup qdrant --file corpus.tar.zst', summary: 'as one file too' },
      ],
      run: ({ options }, runtime) => make('qdrant', options, runtime),
    },
    {
      name: 'ollama',
      summary: "Back up the language models of the stack's Ollama",
      description:
        'Each file of a model once, whatever the number of backups: what an earlier one has is not read again. Docker runtime only: in the embedded one Ollama is a program of yours.',
      options: [repositoryOption, modelsOption, ...makingOptions, coldOption],
      examples: [
        { command: 'gecko backup ollama', summary: 'all models' },
        { command: 'gecko backup ollama --models llama3', summary: 'one of them' },
      ],
      run: ({ options }, runtime) => make('ollama', options, runtime),
    },
    {
      name: 'all',
      summary: 'Back up what rebuilds the project: corpus, language models, configuration',
      description:
        "The configuration is gecko.yaml, the .env that gecko reads, gecko.lock.json, and what gecko keeps of the project on this machine: its id, its token, the key of its Qdrant, and where its sources lie. So whoever can read the backup can use the project. In the embedded runtime the models are those of gecko's own folder.",
      options: [repositoryOption, modelsOption, ...makingOptions],
      examples: [{ command: 'gecko backup all --to /mnt/disk/gecko', summary: 'elsewhere' }],
      run: ({ options }, runtime) => make('all', options, runtime),
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
  async run({ options }, runtime) {
    const { backupVolume } = await import('../operations/backup/backup-volume.ts');
    const { volume, to, label, file, format } = options;
    const input = {
      volume: textOf(volume),
      to: textOf(to),
      label: textOf(label),
      file: textOf(file),
      format: formatOf(format),
    };
    runtime.ui.report(await backupVolume(input, runtime));
    return 0;
  },
};

async function make(
  what: BackupWhat,
  options: Invocation['options'],
  runtime: Runtime,
): Promise<number> {
  const { backup } = await import('../operations/backup/backup.ts');
  const input = {
    what,
    models: modelsOf(options.models),
    reread: options.reread === true,
    cold: options.cold === true,
    to: textOf(options.to),
    label: textOf(options.label),
    file: textOf(options.file),
    format: formatOf(options.format),
  };
  runtime.ui.report(await backup(input, runtime));
  return 0;
}
