import { exitCodes, GeckoError } from '../errors.ts';
import type { DockerUpInput } from '../operations/docker/up.ts';
import { alwaysSo } from './compose-habits.ts';
import { integerOf, textOf, textsOf } from './option-values.ts';
import { serviceArgument } from './service-argument.ts';
import type { CommandSpec, Invocation } from './spec.ts';
import { healthyWithin, waitOption } from './wait-option.ts';

export const command: CommandSpec = {
  name: 'up',
  summary: 'Start the services and wait until they answer',
  description:
    'In the docker runtime: looks at the machine, chooses the hardware profile and says why, and brings up Qdrant, the matching Ollama, both backends and the page, with the model. In the embedded runtime: one process, no container engine. Which one: as recorded for this project, or as --runtime says, or docker where an engine answers. Where all runs as configured, nothing changes; a changed setting makes only what it touches anew. Prints where everything is.',
  arguments: [serviceArgument],
  options: [
    { flags: '--auto-gpu', runtime: 'docker', summary: 'the profile that fits the GPU' },
    {
      flags: '--profile <profile>',
      runtime: 'docker',
      summary: 'a hardware profile; fails where it cannot work',
      choices: ['auto', 'cpu', 'gpu-nvidia', 'gpu-amd', 'host'],
    },
    {
      flags: '--gpus <which>',
      runtime: 'docker',
      summary: 'so many GPUs, all, or by index or UUID',
    },
    {
      flags: '--model <name>',
      runtime: 'docker',
      summary: 'language model, instead of the configured one',
    },
    {
      flags: '--auto-model',
      runtime: 'docker',
      summary: 'the best language model that fits, where none is set',
    },
    { flags: '--no-model', runtime: 'docker', summary: 'pull and load no language model' },
    {
      flags: '--expose',
      runtime: 'docker',
      summary: 'publish beyond loopback, with TLS; the key expose keeps it',
    },
    {
      flags: '--insecure',
      runtime: 'docker',
      summary: 'expose without TLS; whoever is in between reads all',
    },
    { flags: '--dry-run', runtime: 'docker', summary: 'print the plan and do nothing' },
    {
      flags: '--no-carry',
      summary: 'into the other runtime: begin with an empty corpus, instead of carrying it over',
    },
    { flags: '--force-recreate', runtime: 'docker', summary: 'make every container anew' },
    {
      flags: '--no-recreate',
      runtime: 'docker',
      summary: 'leave containers that are there as they are',
    },
    { flags: '--no-deps', runtime: 'docker', summary: 'without what the named services need' },
    {
      flags: '--build',
      runtime: 'docker',
      summary: 'build the image of the backends, or of your own folder, anew',
    },
    {
      flags: '--no-build',
      runtime: 'docker',
      summary: 'fail where an image would have to be built',
    },
    {
      flags: '--pull <policy>',
      runtime: 'docker',
      summary: 'when to pull images; never fails where one is missing',
      choices: ['always', 'missing', 'never'],
      default: 'missing',
    },
    { flags: '--quiet-pull', runtime: 'docker', summary: 'without the progress of pulls' },
    {
      flags: '--scale <service=n>',
      runtime: 'docker',
      summary: 'replicas of rag or qa',
      repeatable: true,
      type: 'key=value',
    },
    waitOption,
    {
      flags: '-t, --timeout <seconds>',
      runtime: 'docker',
      summary: 'until a container that is made anew is killed',
      default: "its service's own",
      type: 'integer',
    },
    ...alwaysSo('up'),
  ],
  examples: [
    { command: 'gecko up', summary: 'start, or find running, and print where everything is' },
    { command: 'gecko up --auto-gpu --dry-run', summary: 'what would be done, and why' },
    {
      command: 'gecko up --profile gpu-nvidia --gpus all',
      summary: 'all NVIDIA cards, or an error',
    },
    { command: 'gecko up --auto-gpu --auto-model', summary: 'the hardware, and a model for it' },
    { command: 'GECKO_PORTS_RAG=18000 gecko up', summary: 'with another port for rag' },
  ],
  async run({ args, options }, runtime) {
    const [{ up }, { servicesNamed }, { withScale }] = await Promise.all([
      import('../operations/up.ts'),
      import('../operations/docker/service-arguments.ts'),
      import('../operations/docker/with-scale.ts'),
    ]);
    if (options.forceRecreate === true && options.recreate === false)
      throw new GeckoError('USAGE', '--force-recreate and --no-recreate exclude each other', {
        exitCode: exitCodes.usage,
      });
    const wantsEngine = ['autoGpu', 'profile', 'gpus'].find((name) => options[name] !== undefined);
    const stopSeconds = integerOf(options.timeout);
    const model = textOf(options.model);
    const input = {
      wantsEngine: wantsEngine === undefined ? null : flagOf(wantsEngine),
      dockerOnly: [...flagsForDocker(options), ...textsOf(args[0])],
      carry: options.carry !== false,
      docker: {
        profile: textOf(options.profile),
        autoGpu: options.autoGpu === true,
        gpus: textOf(options.gpus),
        services: servicesNamed(textsOf(args[0])),
        dryRun: options.dryRun === true,
        forceRecreate: options.forceRecreate === true,
        noRecreate: options.recreate === false,
        noDeps: options.deps === false,
        ...(stopSeconds === undefined ? {} : { stopSeconds }),
        images: imagesOf(options),
        quietPull: options.quietPull === true,
        withModel: options.model !== false,
        autoModel: options.autoModel === true,
        healthyWithin: healthyWithin(options),
      },
    };
    const scaled = withScale(textsOf(options.scale), runtime);
    const { config } = scaled;
    const asked = {
      ...scaled,
      config: {
        ...config,
        ...(model === undefined ? {} : { model }),
        expose: config.expose || options.expose === true,
        tls: { ...config.tls, insecure: config.tls.insecure || options.insecure === true },
      },
    };
    runtime.ui.report(await up(input, asked));
    return 0;
  },
};

/** Options that were given and say nothing to the embedded runtime. */
function flagsForDocker(given: Invocation['options']): string[] {
  return (command.options ?? []).flatMap(({ flags, runtime }) => {
    const [flag = ''] = /--[a-z-]+/.exec(flags) ?? [];
    const isMeant = runtime === 'docker' && flag !== '--dry-run';
    return isMeant && isGiven(flag, given) ? [flag] : [];
  });
}

function isGiven(flag: string, given: Invocation['options']): boolean {
  const name = flag.replace(/^--(no-)?/, '').replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const value = given[name];
  // `--build` and `--no-build` are one value; of `--no-deps` alone, true is what is not said.
  return flag.startsWith('--no-') ? value === false : value !== undefined && value !== false;
}

function imagesOf({ pull, build }: Invocation['options']): NonNullable<DockerUpInput['images']> {
  return {
    pull: pull === 'always' || pull === 'never' ? pull : 'missing',
    build: build === true ? 'always' : build === false ? 'never' : 'missing',
  };
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
