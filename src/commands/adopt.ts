import { textOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';
import { healthyWithin, waitOption } from './wait-option.ts';

export const command: CommandSpec = {
  name: 'adopt',
  summary: 'Move in from an old Compose stack with its models and documents',
  description:
    'The ports, the model, the hardware and the collection of a stack of Qdrant, Ollama and langchain backends become gecko.yaml. Its containers are stopped and not removed, its volumes are copied and never written to, its documents are put together from what langchain has stored and embedded anew. Where anything fails or is interrupted, the old stack runs again; after a kill, the same command goes on.',
  arguments: [
    {
      name: 'file|project',
      summary: 'a Compose file or its folder, or the name of a Compose project on the engine',
      required: true,
      completes: 'path',
    },
  ],
  options: [
    {
      flags: '--dry-run',
      summary: 'show gecko.yaml, what would be stopped and copied, and change nothing',
    },
    waitOption,
  ],
  examples: [
    { command: 'gecko adopt docker-compose.yml --dry-run', summary: 'what would become of it' },
    { command: 'gecko adopt docker-compose.yml', summary: 'asks once, unless --yes is given' },
    { command: 'gecko adopt gecko-rag-dev-v1', summary: 'a project that the engine has' },
  ],
  async run({ args, options }, runtime) {
    const { adopt } = await import('../operations/adopt.ts');
    const { report, exitCode } = await adopt(
      {
        what: textOf(args[0]) ?? '',
        dryRun: options.dryRun === true,
        healthyWithin: healthyWithin(options),
      },
      runtime,
    );
    runtime.ui.report(report);
    return exitCode;
  },
};
