import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'serve',
  summary: 'Run the services in the foreground; Ctrl-C stops them',
  description:
    'The embedded runtime in this terminal, with its log. Other commands find it as they find the one that `gecko up` starts.',
  examples: [{ command: 'gecko serve', summary: 'rag, qa and the page in this process' }],
  async run(_, runtime) {
    const { serve } = await import('../operations/serve.ts');
    await serve(runtime);
    return 0;
  },
};
