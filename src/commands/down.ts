import { alwaysSo } from './compose-habits.ts';
import { integerOf } from './option-values.ts';
import { secondsOption } from './seconds-option.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'down',
  summary: 'Stop the services; the corpus stays',
  description:
    'Lets the services finish what they are committing, then ends them. In the docker runtime containers and networks are removed, volumes stay. Where nothing runs, it says so.',
  examples: [{ command: 'gecko down', summary: 'stop the services of this project' }],
  options: [
    { flags: '-v, --volumes', summary: 'delete the data too, the corpus with it; asks first' },
    secondsOption,
    ...alwaysSo('down'),
  ],
  async run({ options }, runtime) {
    const { down } = await import('../operations/down.ts');
    runtime.ui.report(
      await down(
        { volumes: options.volumes === true, seconds: integerOf(options.timeout) },
        runtime,
      ),
    );
    return 0;
  },
};
