import { exportCommand } from './backup/export-command.ts';
import { keyCommand } from './backup/key-command.ts';
import { listCommand } from './backup/list-command.ts';
import { makeCommands } from './backup/make-commands.ts';
import { pruneCommand } from './backup/prune-command.ts';
import { scheduleCommand } from './backup/schedule-command.ts';
import { verifyCommand } from './backup/verify-command.ts';
import { backUpVolume, volumeOptions } from './backup/volume-options.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'backup',
  summary: 'Back the corpus, models and all up while they are used; list and verify backups',
  description:
    'A backup goes to a repository: a folder, or a bucket of S3. What is there already is not stored again, and a backup exists only once it is complete: an interrupted one leaves none.',
  examples: [
    { command: 'gecko backup qdrant', summary: "every collection, into the project's own folder" },
    { command: 'gecko backup qdrant --to /mnt/disk/gecko', summary: 'elsewhere' },
    { command: 'gecko backup --volume pgdata', summary: 'any volume, read-only' },
    { command: 'gecko backup all', summary: 'what rebuilds the project on an empty machine' },
    { command: 'gecko backup verify latest', summary: 'reads every byte' },
  ],
  options: volumeOptions,
  subcommands: [
    ...makeCommands,
    listCommand,
    verifyCommand,
    exportCommand,
    pruneCommand,
    keyCommand,
    scheduleCommand,
  ],
  run: ({ options }, runtime) => backUpVolume(options, runtime),
};
