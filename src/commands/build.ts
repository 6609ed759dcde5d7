import { textsOf } from './option-values.ts';
import { serviceArgument } from './service-argument.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'build',
  summary: 'Build the image of the backends, or of your own',
  description:
    'In the docker runtime: from what comes with gecko, or from the folders in services.rag.build and services.qa.build. Starts nothing; gecko up takes up what was built.',
  arguments: [serviceArgument],
  options: [{ flags: '--no-cache', summary: 'make every step anew' }],
  examples: [
    { command: 'gecko build', summary: 'whatever of this stack is built' },
    { command: 'gecko build --no-cache rag', summary: 'one of them, from the beginning' },
  ],
  async run({ args, options }, runtime) {
    const [{ build }, { servicesNamed }] = await Promise.all([
      import('../operations/build.ts'),
      import('../operations/docker/service-arguments.ts'),
    ]);
    const input = { services: servicesNamed(textsOf(args[0])), noCache: options.cache === false };
    runtime.ui.report(await build(input, runtime));
    return 0;
  },
};
