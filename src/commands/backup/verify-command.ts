import { keyOptions } from '../key-options.ts';
import { textOf } from '../option-values.ts';
import { repositoryInput } from '../repository-input.ts';
import { repositoryOption } from '../repository-option.ts';
import type { CommandSpec } from '../spec.ts';

/** `gecko backup verify` */
export const verifyCommand: CommandSpec = {
  name: 'verify',
  summary: 'Compare every byte of a backup with its manifest, and try a restore',
  description:
    'With --restore-test the corpus is also restored to a scratch place: a folder beside the embedded store, or a Qdrant in a container of its own, without a network. What came back is counted, and passages of it are asked for. The project is not touched and need not run; what is scratch is removed.',
  arguments: [
    {
      name: 'id',
      summary: 'its id, how it begins, latest, or a file of gecko backup export',
      required: true,
      suggestions: ['latest'],
      completes: 'path',
    },
  ],
  options: [
    repositoryOption,
    ...keyOptions,
    {
      flags: '--restore-test',
      summary: 'restore it to a scratch place, too, and ask for what is known to be in it',
    },
  ],
  examples: [
    { command: 'gecko backup verify latest', summary: 'the newest of this project' },
    { command: 'gecko backup verify --restore-test latest', summary: 'does it come back?' },
    { command: 'gecko backup verify ./corpus.tar.zst', summary: 'one in a file of its own' },
  ],
  async run({ args, options }, runtime) {
    const { backupVerify } = await import('../../operations/backup/backup-verify.ts');
    const input = {
      asked: textOf(args[0]) ?? '',
      ...repositoryInput(options),
      restoreTest: options.restoreTest === true,
    };
    runtime.ui.report(await backupVerify(input, runtime));
    return 0;
  },
};
