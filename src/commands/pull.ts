import { textOf, textsOf } from './option-values.ts';
import { serviceArgument } from './service-argument.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'pull',
  summary: 'Bring the images of the docker runtime; carry them into closed networks',
  description:
    'Pulls what the stack needs from its registries and starts nothing. Images that were made here are kept, and said so. With --save, one file holds all images and the embedding weights; with --load, another machine takes them in, after every byte was checked. A profile that is named is taken at its word: the file may be for a machine with other hardware.',
  arguments: [serviceArgument],
  options: [
    {
      flags: '--profile <profile>',
      summary: 'images of this hardware profile',
      choices: ['auto', 'cpu', 'gpu-nvidia', 'gpu-amd', 'host'],
    },
    { flags: '--auto-gpu', summary: 'images of the profile that fits the GPU here' },
    { flags: '--all-profiles', summary: 'images of every profile' },
    { flags: '--save <file>', summary: 'write them into a file', completes: 'path' },
    { flags: '--load <file>', summary: 'take them from such a file', completes: 'path' },
  ],
  examples: [
    { command: 'gecko pull', summary: 'the images of this stack, as their registries have them' },
    {
      command: 'gecko pull --all-profiles --save all.tar',
      summary: 'everything for another machine, in one file',
    },
    {
      command: 'gecko pull --load all.tar && gecko up --offline',
      summary: 'there, without a network',
    },
  ],
  async run({ args, options }, runtime) {
    const [{ pull }, { servicesNamed }] = await Promise.all([
      import('../operations/pull.ts'),
      import('../operations/docker/service-arguments.ts'),
    ]);
    const input = {
      services: servicesNamed(textsOf(args[0])),
      profile: textOf(options.profile),
      autoGpu: options.autoGpu === true,
      allProfiles: options.allProfiles === true,
      save: textOf(options.save),
      load: textOf(options.load),
    };
    runtime.ui.report(await pull(input, runtime));
    return 0;
  },
};
