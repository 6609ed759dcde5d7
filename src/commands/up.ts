import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'up',
  summary: 'Start the services and wait until they answer',
  description:
    'Starts rag, qa and the page in the background, in the embedded runtime: one process, no container engine. Where they run already, nothing changes, unless the configuration or the version of gecko did: then they are started anew. Prints where they are and a link that signs a browser in.',
  options: [
    { flags: '-d, --detach', summary: 'always so; accepted for those who come from Compose' },
    { flags: '--wait', summary: 'always so; accepted for those who come from Compose' },
    { flags: '--auto-gpu', summary: 'docker runtime: the profile that fits the GPU' },
    { flags: '--profile <profile>', summary: 'docker runtime: a hardware profile' },
    { flags: '--gpus <n>', summary: 'docker runtime: GPUs for Ollama', type: 'integer' },
  ],
  examples: [
    { command: 'gecko up', summary: 'start, or find running, and print where everything is' },
    { command: 'GECKO_PORTS_RAG=18000 gecko up', summary: 'with another port for rag' },
  ],
  async run({ options }, runtime) {
    const { up } = await import('../operations/up.ts');
    const dockerOptions = [
      ...(options.autoGpu === true ? ['--auto-gpu'] : []),
      ...(options.profile === undefined ? [] : ['--profile']),
      ...(options.gpus === undefined ? [] : ['--gpus']),
    ];
    runtime.ui.report(await up({ dockerOptions }, runtime));
    return 0;
  },
};
