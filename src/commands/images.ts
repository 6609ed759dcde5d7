import { textsOf } from './option-values.ts';
import { serviceArgument } from './service-argument.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'images',
  summary: 'Show which image each container was made from',
  description:
    'In the docker runtime. An image whose name belongs to a newer one by now is untagged; gecko up makes its container anew from that one.',
  arguments: [serviceArgument],
  examples: [
    { command: 'gecko images', summary: 'name, id and size of each' },
    { command: 'gecko images --json', summary: 'the same for scripts' },
  ],
  async run({ args }, runtime) {
    const { images } = await import('../operations/images.ts');
    runtime.ui.report(await images(textsOf(args[0]), runtime));
    return 0;
  },
};
