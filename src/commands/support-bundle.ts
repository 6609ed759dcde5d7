import { textOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'support-bundle',
  summary: 'One archive that tells others how the project is',
  description:
    "Versions, the configuration in effect, what gecko up would do, what the engine has, doctor's report and the last lines of each log, without secrets, names of people and machines, questions and documents. Lists what it will have and asks before it writes. Works without an engine, too, and says what is missing.",
  options: [
    {
      flags: '--to <file>',
      summary: 'where it goes; without it, a name with the time in this folder',
      completes: 'path',
    },
  ],
  examples: [
    { command: 'gecko support-bundle', summary: 'lists the contents, then asks' },
    { command: 'gecko support-bundle --yes --to ./gecko.tar.gz', summary: 'without asking' },
  ],
  async run({ options }, runtime) {
    const { supportBundle } = await import('../operations/support-bundle.ts');
    runtime.ui.report(await supportBundle(textOf(options.to), runtime));
    return 0;
  },
};
