import { textOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'model',
  summary: 'Bring, list and remove language models that run in process',
  description:
    'Without Ollama, a GGUF file can write the answers: gecko runs it through llama.cpp, in a process of its own.',
  examples: [
    { command: 'gecko model pull --embedded smollm2-135m', summary: 'a small one, to try' },
    { command: 'gecko model list', summary: 'what is there, and what gecko knows by name' },
  ],
  subcommands: [
    {
      name: 'pull',
      summary: 'Bring a model and what runs it; an interrupted download goes on',
      description:
        'MODEL is a name that gecko knows, a GGUF file, or the address of one. The first time, node-llama-cpp is brought too, through npm (85 MB).',
      arguments: [
        {
          name: 'model',
          summary: 'a name, a file or an address',
          required: true,
          completes: 'known-model',
        },
      ],
      options: [
        { flags: '--embedded', summary: 'to run in process; Ollama pulls its own: ollama pull' },
        { flags: '--name <name>', summary: "keep it under this name in place of the file's" },
        { flags: '--sha256 <hex>', summary: 'refuse a file with another sha256' },
      ],
      examples: [
        { command: 'gecko model pull --embedded smollm2-135m', summary: 'by name, sha256 checked' },
        { command: 'gecko model pull --embedded ./qwen2.5-0.5b.gguf', summary: 'a file' },
      ],
      async run({ args, options }, runtime) {
        const { pullModel } = await import('../operations/model-pull.ts');
        const input = {
          what: textOf(args[0]) ?? '',
          embedded: options.embedded === true,
          name: textOf(options.name),
          sha256: textOf(options.sha256),
        };
        runtime.ui.report(await pullModel(input, runtime));
        return 0;
      },
    },
    {
      name: 'list',
      aliases: ['ls'],
      summary: 'List the models in process, and those that pull knows by name',
      examples: [{ command: 'gecko model list --json', summary: 'for scripts' }],
      async run(_, runtime) {
        const { listModels } = await import('../operations/model-list.ts');
        runtime.ui.report(await listModels(runtime));
        return 0;
      },
    },
    {
      name: 'rm',
      summary: 'Remove a model in process',
      arguments: [{ name: 'model', summary: 'its name', required: true, completes: 'model' }],
      examples: [{ command: 'gecko model rm smollm2-135m', summary: 'frees its space' }],
      async run({ args }, runtime) {
        const { removeModel } = await import('../operations/model-rm.ts');
        runtime.ui.report(await removeModel(textOf(args[0]) ?? '', runtime));
        return 0;
      },
    },
  ],
};
