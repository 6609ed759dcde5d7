import type { RestoreWhat } from '../operations/backup/restore.ts';
import type { Runtime } from '../runtime.ts';
import { keyOptions } from './key-options.ts';
import { modelsOption } from './models-option.ts';
import { namesOf, textOf } from './option-values.ts';
import { repositoryInput } from './repository-input.ts';
import { repositoryOption } from './repository-option.ts';
import type { ArgumentSpec, CommandSpec, Invocation, OptionSpec } from './spec.ts';

const idArgument: ArgumentSpec = {
  name: 'id',
  summary: 'id of a backup, how it begins, latest, or a file of gecko backup export',
  required: true,
  suggestions: ['latest'],
  completes: 'path',
};

const dryRunOption: OptionSpec = {
  flags: '--dry-run',
  summary: 'verify it and show what would change',
};

const fingerprintOption: OptionSpec = {
  flags: '--other-fingerprint',
  summary: 'also where its index was made with another model or other settings',
};

export const command: CommandSpec = {
  name: 'restore',
  summary: 'Bring the corpus, models or all back to what a backup holds',
  description:
    'Each part whole or not at all: every byte is compared with the manifest, what comes back goes beside what is there, and the switch is made at once. The corpus that was there stays, and comes back with gecko corpus rollback.',
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
      arguments: [idArgument],
      options: [repositoryOption, ...keyOptions, dryRunOption, fingerprintOption],
      examples: [{ command: 'gecko restore qdrant latest --yes', summary: 'without a question' }],
      run: (invocation, runtime) => bringBack('qdrant', invocation, runtime),
    },
    {
      name: 'ollama',
      summary: "Restore language models into the stack's Ollama",
      description:
        'Files that are there already are not sent again, and models that the backup does not have stay. Another version of a model that is there is replaced, as the plan says before it asks.',
      arguments: [idArgument],
      options: [repositoryOption, ...keyOptions, dryRunOption, modelsOption],
      examples: [
        { command: 'gecko restore ollama latest --models llama3', summary: 'one of them' },
      ],
      run: (invocation, runtime) => bringBack('ollama', invocation, runtime),
    },
    {
      name: 'all',
      summary: 'Restore everything that a backup has',
      description:
        'On a machine that has nothing of the project, its configuration first: gecko.yaml, its id, its token and its keys. It then says how to go on, and ends with 3: gecko up, and the same command again for the corpus and the models. Where the project is, gecko.yaml and .env are replaced as the plan says, and stay beside the new ones.',
      arguments: [idArgument],
      options: [repositoryOption, ...keyOptions, dryRunOption, fingerprintOption, modelsOption],
      examples: [
        { command: 'gecko restore all latest --yes', summary: 'without a question' },
        {
          command: 'gecko restore all 1a2b3c4d --to /mnt/disk/gecko',
          summary: 'on an empty machine',
        },
      ],
      run: (invocation, runtime) => bringBack('all', invocation, runtime),
    },
    {
      name: 'volume',
      summary: 'Restore a volume as a whole, in place of all that it holds',
      description:
        'It is unpacked into a volume of its own and proven there; then it takes the place of what the volume holds, which is kept until the end and comes back where anything fails. What of the project uses the volume is stopped meanwhile.',
      arguments: [
        { name: 'name', summary: 'its name, as the engine knows it', required: true },
        idArgument,
      ],
      options: [
        repositoryOption,
        ...keyOptions,
        dryRunOption,
        {
          flags: '--special',
          summary: 'take device files, pipes and programs that run as their owner, too',
        },
      ],
      examples: [
        { command: 'gecko restore volume pgdata latest --dry-run', summary: 'what would change' },
      ],
      run: ({ args: [name, id], options }, runtime) =>
        bringBack('volume', { args: [id], options: { ...options, volume: name } }, runtime),
    },
  ],
};

async function bringBack(
  what: RestoreWhat,
  { args, options }: Invocation,
  runtime: Runtime,
): Promise<number> {
  const { restore } = await import('../operations/backup/restore.ts');
  const input = {
    what,
    asked: textOf(args[0]) ?? '',
    ...repositoryInput(options),
    dryRun: options.dryRun === true,
    otherFingerprint: options.otherFingerprint === true,
    models: namesOf(options.models),
    volume: textOf(options.volume),
    special: options.special === true,
  };
  const { exitCode, ...report } = await restore(input, runtime);
  runtime.ui.report(report);
  return exitCode;
}
