import { integerOf, textOf, textsOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'logs',
  summary: 'Print the log of the services',
  description:
    'Questions and the text of documents are not in it. The log is there after the services have stopped, too. The names of the old stack, such as langchain-backend-qa, are understood.',
  arguments: [
    {
      name: 'service',
      summary: 'rag, qa or web, and in the docker runtime qdrant or ollama; all without it',
      variadic: true,
      suggestions: ['rag', 'qa', 'web', 'qdrant', 'ollama'],
    },
  ],
  options: [
    { flags: '-f, --follow', summary: 'go on with what is logged from now on' },
    { flags: '-t, --timestamps', summary: 'begin each line with its time' },
    { flags: '--since <time>', summary: 'only what is younger: 10m, or a time' },
    { flags: '--until <time>', summary: 'only what is older: 10m, or a time' },
    { flags: '-n, --tail <n>', summary: 'the last lines only', default: 'all', type: 'lines' },
    {
      flags: '--no-log-prefix',
      runtime: 'docker',
      summary: "lines without their container's name",
    },
    {
      flags: '--index <n>',
      runtime: 'docker',
      summary: 'only this replica',
      type: 'integer',
      minimum: 1,
    },
  ],
  examples: [
    { command: 'gecko logs --tail 50', summary: 'what was said last' },
    { command: 'gecko logs -f -t rag', summary: 'follow one service, with times' },
  ],
  endsUnread: true,
  async run({ args, options }, runtime) {
    const [{ logs }, { parseSince }] = await Promise.all([
      import('../operations/logs.ts'),
      import('../operations/since.ts'),
    ]);
    const time = (flag: '--since' | '--until', text: string | undefined) =>
      text === undefined ? undefined : parseSince(text, runtime.clock.now(), flag);
    await logs(
      {
        services: textsOf(args[0]),
        follow: options.follow === true,
        timestamps: options.timestamps === true,
        tail: integerOf(options.tail),
        since: time('--since', textOf(options.since)),
        until: time('--until', textOf(options.until)),
        prefix: options.logPrefix !== false,
        replica: integerOf(options.index),
      },
      runtime,
    );
    return 0;
  },
};
