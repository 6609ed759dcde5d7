import { textOf } from '../option-values.ts';
import type { CommandSpec } from '../spec.ts';

/** `gecko backup key` */
export const keyCommand: CommandSpec = {
  name: 'key',
  summary: 'Make a key that signs backups, or one of age that opens them',
  arguments: [{ name: 'file', summary: 'new file', required: true, completes: 'path' }],
  options: [{ flags: '--age', summary: 'one of age: backups are encrypted to its recipient' }],
  examples: [
    { command: 'gecko backup key ~/gecko-sign.key', summary: 'for --sign-key' },
    {
      command: 'gecko backup key --age ~/gecko-age.key',
      summary: 'for --recipient, --identity',
    },
  ],
  async run({ args, options }, runtime) {
    const { backupKey } = await import('../../operations/backup/backup-key.ts');
    const input = { file: textOf(args[0]) ?? '', age: options.age === true };
    runtime.ui.report(await backupKey(input));
    return 0;
  },
};
