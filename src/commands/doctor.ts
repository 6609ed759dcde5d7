import { exitCodes } from '../errors.ts';
import { namesOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'doctor',
  summary: 'Find what is wrong, why, and what mends it',
  description:
    'Looks at everything that the project stands on and changes nothing. Ends with exit code 4 where there are problems. With --fix it mends what can be mended without you, and asks before each step.',
  options: [
    {
      flags: '--only <checks>',
      summary: 'only these checks, with commas between them',
      repeatable: true,
      completes: 'check',
    },
    {
      flags: '--skip <checks>',
      summary: 'all but these checks, with commas between them',
      repeatable: true,
      completes: 'check',
    },
    { flags: '--fix', summary: 'mend what can be mended; asks first, unless --yes is given' },
  ],
  examples: [
    { command: 'gecko doctor', summary: 'everything, side by side' },
    { command: 'gecko doctor --only gpu --verbose', summary: 'one check, with all it saw' },
    { command: 'gecko doctor --fix --yes', summary: 'mends without asking' },
  ],
  async run({ options }, runtime) {
    const { doctor } = await import('../operations/doctor.ts');
    const input = {
      only: namesOf(options.only),
      skip: namesOf(options.skip),
      fix: options.fix === true,
      verbose: runtime.ui.verbose,
    };
    const { report, problems } = await doctor(input, runtime);
    runtime.ui.report(report);
    return problems ? exitCodes.problems : exitCodes.ok;
  },
};
