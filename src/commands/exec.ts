import { integerOf, textOf, textsOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'exec',
  summary: 'Run a program in a container of a service',
  description:
    'In the docker runtime. What it writes is passed on; its exit code is the exit code of gecko. Options of the program stand behind --.',
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
    { flags: '--index <n>', summary: 'which replica', default: '1', type: 'integer' },
    { flags: '-T, --no-tty', summary: 'always so; accepted for those who come from Compose' },
  ],
  examples: [
    { command: 'gecko exec rag env', summary: 'the environment of a backend' },
    { command: 'gecko exec ollama -- ollama list', summary: 'the models that Ollama has' },
  ],
  async run({ args, options }, runtime) {
    const { exec } = await import('../operations/exec.ts');
    return exec(
      {
        service: textOf(args[0]) ?? '',
        command: textsOf(args[1]),
        replica: integerOf(options.index) ?? 1,
      },
      runtime,
    );
  },
};
