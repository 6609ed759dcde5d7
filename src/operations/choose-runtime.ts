import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { readProjectState } from '../state/project-state.ts';
import { hasContainers } from './known-project.ts';

export type RuntimeKind = 'docker' | 'embedded';

/**
 * Where this project runs: as asked for, else as recorded; where this machine knows nothing of it, in
 * containers when an engine has some of it, else embedded.
 * @throws GeckoError RUNTIME_OTHER (exit 22) where another one is asked for than the one that has the corpus
 */
export async function runtimeOf(runtime: Runtime): Promise<RuntimeKind> {
  const { config, paths } = runtime;
  const recorded = readProjectState(paths.project.state)?.runtime ?? null;
  const asked = config.runtime ?? null;
  if (asked !== null && recorded !== null && asked !== recorded) throw other(asked, recorded);
  return asked ?? recorded ?? ((await hasContainers(runtime)) ? 'docker' : 'embedded');
}

/** What `up` brings up. */
export interface ChosenRuntime {
  kind: RuntimeKind;
  /** Where the project's corpus is and does not stay; null where it stays, or where there is none. */
  from: RuntimeKind | null;
}

/**
 * The same for `up`, which is free to choose where nobody has: containers where an engine answers. It may
 * move the project.
 *
 * @param wantsEngine an option that means the docker runtime, such as `--auto-gpu`; null: none
 * @throws GeckoError USAGE (exit 2) where that and the runtime asked for contradict each other;
 *   ENGINE_UNREACHABLE (20) where DOCKER_HOST is not an address
 */
export async function runtimeForUp(
  wantsEngine: string | null,
  runtime: Runtime,
): Promise<ChosenRuntime> {
  const { config, paths } = runtime;
  if (wantsEngine !== null && config.runtime === 'embedded') throw contradiction(wantsEngine);
  const recorded = readProjectState(paths.project.state)?.runtime ?? null;
  const asked = wantsEngine === null ? (config.runtime ?? null) : 'docker';
  if (asked !== null && recorded !== null && asked !== recorded)
    return { kind: asked, from: recorded };
  return { kind: asked ?? recorded ?? (await answering(runtime)), from: null };
}

/** Containers where an engine answers; says so. */
async function answering({ docker, ui, signal }: Runtime): Promise<RuntimeKind> {
  try {
    const engine = await (await docker()).engine();
    ui.event({
      type: 'note',
      text: `Runtime docker: ${engine.info.name} answers at ${engine.info.address}`,
    });
    return 'docker';
  } catch (error) {
    signal.throwIfAborted();
    // Somebody has named an engine, and made a mistake: that is not the same as that none answers.
    if (!(error instanceof GeckoError) || error.details.isMistaken === true) throw error;
    ui.event({ type: 'note', text: `Runtime embedded: ${error.message}` });
    return 'embedded';
  }
}

function contradiction(option: string): GeckoError {
  return new GeckoError(
    'USAGE',
    `${option} means the docker runtime, and the embedded one is asked for`,
    {
      exitCode: exitCodes.usage,
      hint: 'Leave one of the two out; gecko config --origin says where the runtime is set.',
    },
  );
}

function other(asked: RuntimeKind, recorded: RuntimeKind): GeckoError {
  return new GeckoError(
    'RUNTIME_OTHER',
    `This project's corpus is in the ${recorded} runtime, not in the ${asked} one`,
    {
      exitCode: exitCodes.conflict,
      hint: `Leave --runtime out, or move the project with its corpus: gecko up --runtime ${asked}`,
    },
  );
}
