import { keyOptions } from '../key-options.ts';
import { integerOf, textOf } from '../option-values.ts';
import { repositoryInput } from '../repository-input.ts';
import { repositoryOption } from '../repository-option.ts';
import type { CommandSpec } from '../spec.ts';

/** `gecko backup prune` */
export const pruneCommand: CommandSpec = {
  name: 'prune',
  summary: 'Remove old backups, and what nothing needs any more',
  description:
    'Shows what would go; --apply removes it. Corpus, models, configuration and each volume count apart, and the newest whole backup of each stays, whatever is asked. Where --keep-last and --keep-days are given, what either keeps stays.',
  options: [
    repositoryOption,
    {
      flags: '--keep-last <n>',
      summary: 'keep the newest so many of each',
      type: 'integer',
      minimum: 1,
    },
    {
      flags: '--keep-days <n>',
      summary: 'keep those of so many days',
      type: 'integer',
      minimum: 1,
    },
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
    const { backupPrune } = await import('../../operations/backup/backup-prune.ts');
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
};
