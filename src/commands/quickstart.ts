import { textsOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'quickstart',
  summary: 'Start, ingest the bundled documentation, and ask one question',
  description:
    'The shortest way to an answer with its sources: no container engine and no language model are needed. A second call is quick: what is there is not done again.',
  arguments: [{ name: 'question', summary: 'a question about gecko', variadic: true }],
  examples: [
    { command: 'gecko quickstart', summary: 'with a question of its own' },
    { command: 'gecko quickstart "How do I stop gecko?"', summary: 'with yours' },
  ],
  async run({ args }, runtime) {
    const { quickstart } = await import('../operations/quickstart.ts');
    const input = { words: textsOf(args[0]), stdin: process.stdin };
    runtime.ui.report(await quickstart(input, runtime));
    return 0;
  },
};
