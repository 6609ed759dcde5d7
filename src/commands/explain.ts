import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'explain',
  summary: 'Explain an error code: causes and what to do',
  arguments: [
    {
      name: 'code',
      summary: 'an error code; without it, all codes are listed',
      completes: 'code',
    },
  ],
  examples: [
    { command: 'gecko explain PORT_TAKEN', summary: 'what the code means and what mends it' },
    { command: 'gecko explain', summary: 'all codes' },
  ],
  async run({ args: [code] }, { ui }) {
    const { explain } = await import('../operations/explain.ts');
    ui.report(explain(typeof code === 'string' ? code : undefined));
    return 0;
  },
};
