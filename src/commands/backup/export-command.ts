import { formatOf, formatOption } from '../archive-options.ts';
import { newBackupOptions } from '../new-backup-options.ts';
import { textOf } from '../option-values.ts';
import { repositoryInput } from '../repository-input.ts';
import { repositoryOption } from '../repository-option.ts';
import type { CommandSpec } from '../spec.ts';

/** `gecko backup export` */
export const exportCommand: CommandSpec = {
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
  options: [repositoryOption, ...newBackupOptions, formatOption],
  examples: [
    { command: 'gecko backup export latest corpus.tar.zst', summary: 'the quickest' },
    { command: 'gecko backup export latest corpus.tar.gz', summary: 'for any tar' },
  ],
  async run({ args, options }, runtime) {
    const { backupExport } = await import('../../operations/backup/backup-export.ts');
    const input = {
      asked: textOf(args[0]) ?? '',
      file: textOf(args[1]) ?? '',
      format: formatOf(options.format),
      ...repositoryInput(options),
    };
    runtime.ui.report(await backupExport(input, runtime));
    return 0;
  },
};
