import { integerOf, textOf, textsOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'exec',
  summary: 'Run a program in a container of a service',
  description:
    'In the docker runtime. The program has the streams of gecko: a terminal where there is one, else what is piped in and out, byte for byte. Its exit code is that of gecko. Options of gecko stand before the program; all words behind it are its own.',
  arguments: [
    {
      name: 'service',
      summary: 'web, qdrant, ollama, rag or qa, or an old name',
      required: true,
      suggestions: ['web', 'qdrant', 'ollama', 'rag', 'qa'],
    },
    { name: 'command', summary: 'program and its arguments', required: true, variadic: true },
  ],
  options: [
    { flags: '-T, --no-tty', summary: 'no terminal for the program' },
    { flags: '-t, --tty', summary: 'always so where there is a terminal; as Docker has it' },
    {
      flags: '-i, --interactive',
      summary: 'pass the keyboard on even where the output goes into a pipe or a file',
    },
    { flags: '-u, --user <user>', summary: "run as this user, in place of the container's" },
    { flags: '-w, --workdir <folder>', summary: 'run in this folder of the container' },
    {
      flags: '-e, --env <name=value>',
      summary: 'set an environment variable',
      repeatable: true,
      type: 'key=value',
    },
    { flags: '--index <n>', summary: 'which replica', default: '1', type: 'integer', minimum: 1 },
  ],
  examples: [
    { command: 'gecko exec rag sh', summary: 'a shell' },
    { command: 'gecko exec ollama ollama list', summary: 'the models that Ollama has' },
    { command: 'gecko exec -T qdrant cat config/config.yaml > config.yaml', summary: 'a file' },
  ],
  endsUnread: true,
  async run({ args, options }, runtime) {
    const { exec } = await import('../operations/exec.ts');
    return exec(
      {
        service: textOf(args[0]) ?? '',
        command: textsOf(args[1]),
        replica: integerOf(options.index) ?? 1,
        tty: options.tty !== false,
        interactive: options.interactive === true,
        user: textOf(options.user),
        workdir: textOf(options.workdir),
        env: textsOf(options.env),
      },
      runtime,
    );
  },
};
