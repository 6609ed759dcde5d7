import type { BackupWhat } from '../../operations/backup/save-parts.ts';
import type { Runtime } from '../../runtime.ts';
import { fileOption, formatOf, formatOption } from '../archive-options.ts';
import { modelsOption } from '../models-option.ts';
import { newBackupOptions } from '../new-backup-options.ts';
import { namesOf, textOf } from '../option-values.ts';
import { repositoryInput } from '../repository-input.ts';
import { repositoryOption } from '../repository-option.ts';
import { scheduledOption } from '../scheduled-option.ts';
import type { CommandSpec, Invocation, OptionSpec } from '../spec.ts';
import { labelOption } from './label-option.ts';
import { rereadOption } from './reread-option.ts';

const coldOption: OptionSpec = {
  flags: '--cold',
  summary: 'stop the service and what writes to it meanwhile, and store its volume as a whole',
};

/** Of every backup that is made. */
const makingOptions = [
  labelOption,
  fileOption,
  formatOption,
  rereadOption,
  scheduledOption,
  ...newBackupOptions,
];

/** `gecko backup qdrant`, `ollama` and `all`. */
export const makeCommands: readonly CommandSpec[] = [
  {
    name: 'qdrant',
    summary: 'Back up the documents with their index, every collection',
    description:
      "In the docker runtime through snapshots that Qdrant makes of itself, with its aliases; they are removed from the server again. In the embedded runtime the store's files as they are at one moment. Writes wait meanwhile; questions are answered.",
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
];

async function make(
  what: BackupWhat,
  options: Invocation['options'],
  runtime: Runtime,
): Promise<number> {
  const [{ backup }, { recordedBackup }] = await Promise.all([
    import('../../operations/backup/backup.ts'),
    import('../../operations/backup/recorded-backup.ts'),
  ]);
  const input = {
    what,
    models: namesOf(options.models),
    reread: options.reread === true,
    cold: options.cold === true,
    ...repositoryInput(options),
    label: textOf(options.label),
    file: textOf(options.file),
    format: formatOf(options.format),
  };
  const asked = { what, scheduled: options.scheduled === true };
  runtime.ui.report(await recordedBackup(asked, runtime, () => backup(input, runtime)));
  return 0;
}
