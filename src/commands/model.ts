import { textOf, textsOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'model',
  summary: 'Bring, list, judge and remove language models',
  description:
    "Models of the Ollama that writes the answers: the stack's in the docker runtime, the one that is found in the embedded one. Without Ollama, a GGUF file can write them: gecko runs it through llama.cpp, in a process of its own (--embedded).",
  examples: [
    { command: 'gecko model recommend', summary: 'what fits this machine, and how fast it is' },
    { command: 'gecko model pull llama3.2:3b', summary: 'an interrupted download goes on' },
    { command: 'gecko model pull --embedded smollm2-135m', summary: 'without Ollama' },
  ],
  subcommands: [
    {
      name: 'pull',
      summary: 'Bring models; an interrupted download goes on',
      description:
        'Into Ollama, one after the other: warns first where a model does not fit, looks whether there is room on the disk, notices when nothing comes any more, and tries again. With --embedded NAME is one that gecko knows, a GGUF file, or the address of one; the first time, node-llama-cpp is brought too, through npm (85 MB).',
      arguments: [
        {
          name: 'name',
          summary: 'as Ollama has it; with --embedded a name, a file or an address',
          required: true,
          variadic: true,
          completes: 'known-model',
        },
      ],
      options: [
        { flags: '--embedded', summary: 'to run in process, without Ollama' },
        {
          flags: '--name <name>',
          summary: "with --embedded: keep it under this name in place of the file's",
        },
        {
          flags: '--sha256 <hex>',
          summary: 'with --embedded: refuse a file with another sha256',
        },
      ],
      examples: [
        { command: 'gecko model pull llama3 phi4-mini', summary: 'into Ollama' },
        { command: 'gecko model pull --embedded smollm2-135m', summary: 'by name, sha256 checked' },
        { command: 'gecko model pull --embedded ./qwen2.5-0.5b.gguf', summary: 'a file' },
      ],
      async run({ args, options }, runtime) {
        const { pullModels } = await import('../operations/model-pull.ts');
        const input = {
          names: textsOf(args[0]),
          embedded: options.embedded === true,
          name: textOf(options.name),
          sha256: textOf(options.sha256),
        };
        const { report, exitCode } = await pullModels(input, runtime);
        runtime.ui.report(report);
        return exitCode;
      },
    },
    {
      name: 'list',
      aliases: ['ls'],
      summary: 'List the models of Ollama, those in process, and those that pull knows by name',
      examples: [{ command: 'gecko model list --json', summary: 'for scripts' }],
      async run(_, runtime) {
        const { listModels } = await import('../operations/model-list.ts');
        runtime.ui.report(await listModels(runtime));
        return 0;
      },
    },
    {
      name: 'show',
      summary: 'Show what a model is, what memory it needs here, and whether it fits',
      arguments: [{ name: 'name', summary: 'its name', required: true, completes: 'model' }],
      examples: [{ command: 'gecko model show llama3', summary: 'with its licence' }],
      async run({ args }, runtime) {
        const { showModel } = await import('../operations/model-show.ts');
        runtime.ui.report(await showModel(textOf(args[0]) ?? '', runtime));
        return 0;
      },
    },
    {
      name: 'rm',
      summary: 'Remove models; asks, unless --yes is given',
      arguments: [
        { name: 'name', summary: 'its name', required: true, variadic: true, completes: 'model' },
      ],
      examples: [{ command: 'gecko model rm smollm2-135m', summary: 'frees its space' }],
      async run({ args }, runtime) {
        const { removeModels } = await import('../operations/model-rm.ts');
        runtime.ui.report(await removeModels(textsOf(args[0]), runtime));
        return 0;
      },
    },
    {
      name: 'recommend',
      summary: 'Rank models by what fits this machine, with the speed to expect',
      description:
        'Reckons the memory that each model needs with the configured context, and about how many tokens it writes a second, by its size and the bandwidth of the memory. Fetches nothing.',
      examples: [{ command: 'gecko model recommend --json', summary: 'with the parts of each' }],
      async run(_, runtime) {
        const { recommendModels } = await import('../operations/model-recommend.ts');
        runtime.ui.report(await recommendModels(runtime));
        return 0;
      },
    },
  ],
};
