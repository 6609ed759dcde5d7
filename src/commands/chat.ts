import { answerOptions, backendOf } from './answer-options.ts';
import { collectionOption } from './collection-option.ts';
import { integerOf, textOf, textsOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'chat',
  summary: 'Ask one question after the other; each is understood with those before',
  description:
    'Ctrl-C stops an answer, Ctrl-D or /quit leaves. /sources shows the passages behind the last answer, /filter and /backend change how the next one is found, /save FILE writes the conversation down, /help lists all. Without a terminal, each line of standard input is a question.',
  options: [answerOptions.backend, collectionOption, answerOptions.filter, answerOptions.topK],
  examples: [
    { command: 'gecko chat', summary: 'a conversation with the corpus' },
    { command: 'gecko chat --filter source=handbook', summary: 'with one source of it' },
  ],
  endsUnread: true,
  async run({ options }, runtime) {
    const { chat } = await import('../operations/chat.ts');
    const input = {
      backend: backendOf(options.backend),
      collection: textOf(options.collection),
      filters: textsOf(options.filter),
      topK: integerOf(options.topK),
    };
    await chat(input, runtime);
    return 0;
  },
};
