import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'open',
  summary: 'Open the page in a browser that is signed in',
  description:
    'Prints a link that signs one browser in, once and within ten minutes, and opens it. Starts the services where they do not run. Where they run on another machine, it keeps the way there open until Ctrl-C.',
  options: [{ flags: '--no-browser', summary: 'print the link, open nothing' }],
  examples: [
    { command: 'gecko open', summary: 'open the page' },
    { command: 'gecko open --no-browser', summary: 'a link to open somewhere else' },
  ],
  async run({ options }, runtime) {
    const { open } = await import('../operations/open.ts');
    const input = { print: options.browser === false, platform: process.platform };
    await open(input, runtime);
    return 0;
  },
};
