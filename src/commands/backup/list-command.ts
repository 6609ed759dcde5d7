import { keyOptions } from '../key-options.ts';
import { repositoryInput } from '../repository-input.ts';
import { repositoryOption } from '../repository-option.ts';
import type { CommandSpec } from '../spec.ts';

/** `gecko backup list` */
export const listCommand: CommandSpec = {
  name: 'list',
  aliases: ['ls'],
  summary: 'List the backups, the newest last',
  options: [repositoryOption, ...keyOptions],
  examples: [{ command: 'gecko backup list --json', summary: 'for scripts' }],
  async run({ options }, runtime) {
    const { backupList } = await import('../../operations/backup/backup-list.ts');
    runtime.ui.report(await backupList(repositoryInput(options), runtime));
    return 0;
  },
};
