import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'token',
  summary: 'Show or replace the token that writes over HTTP need',
  subcommands: [
    {
      name: 'show',
      summary: 'Print the token of the project',
      description:
        'Every request that changes something needs it: Authorization: Bearer TOKEN. Whoever has it can change the corpus.',
      examples: [{ command: 'gecko token show', summary: 'for scripts that call the backends' }],
      async run(_, runtime) {
        const { showToken } = await import('../operations/token.ts');
        runtime.ui.report(await showToken(runtime));
        return 0;
      },
    },
    {
      name: 'rotate',
      summary: 'Replace the token; the old one and every browser session are void then',
      examples: [{ command: 'gecko token rotate', summary: 'after it was seen by others' }],
      async run(_, runtime) {
        const { replaceToken } = await import('../operations/token.ts');
        runtime.ui.report(await replaceToken(runtime));
        return 0;
      },
    },
  ],
  examples: [{ command: 'gecko token show', summary: 'print the token' }],
};
