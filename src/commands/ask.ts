import { answerOptions, backendOf } from './answer-options.ts';
import { collectionOption } from './collection-option.ts';
import { integerOf, textOf, textsOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

const modes = ['hybrid', 'dense', 'lexical'] as const;
const fusions = ['convex', 'rrf'] as const;

export const command: CommandSpec = {
  name: 'ask',
  summary: 'Ask the corpus a question; the answer names its sources',
  description:
    'Streams the answer, then lists the passages it rests on. Without a question it reads one from standard input. Where the corpus does not answer, gecko says so.',
  arguments: [{ name: 'question', summary: 'the question', variadic: true }],
  options: [
    answerOptions.backend,
    collectionOption,
    answerOptions.filter,
    answerOptions.topK,
    { flags: '--mode <mode>', summary: 'which searches run', choices: modes, default: 'hybrid' },
    {
      flags: '--fusion <fusion>',
      summary: 'how their results are combined',
      choices: fusions,
      default: 'convex',
    },
  ],
  examples: [
    { command: 'gecko ask "How long is the warranty?"', summary: 'an answer with its sources' },
    { command: 'gecko ask --filter source=handbook "What changed?"', summary: 'of one source' },
    { command: 'echo "How long is the warranty?" | gecko ask --json', summary: 'for scripts' },
  ],
  endsUnread: true,
  async run({ args, options }, runtime) {
    const { ask } = await import('../operations/ask.ts');
    const report = await ask(
      {
        words: textsOf(args[0]),
        stdin: process.stdin,
        backend: backendOf(options.backend),
        collection: textOf(options.collection),
        filters: textsOf(options.filter),
        topK: integerOf(options.topK),
        mode: modes.find((mode) => mode === options.mode),
        fusion: fusions.find((fusion) => fusion === options.fusion),
      },
      runtime,
    );
    runtime.ui.report(report);
    return 0;
  },
};
