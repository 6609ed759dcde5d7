import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { readProjectState } from '../state/project-state.ts';

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

async function hasContainers({ config, docker, signal }: Runtime): Promise<boolean> {
  try {
    const engine = await (await docker()).engine();
    const { containers, volumes } = await engine.snapshot(config.project);
    return containers.length + volumes.length > 0;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GeckoError) return false;
    throw error;
  }
}

/**
 * The same for `up`, which is free to choose where nobody has: containers where an engine answers.
 *
 * @param wantsEngine an option that means the docker runtime, such as `--auto-gpu`; null: none
 * @throws GeckoError RUNTIME_OTHER (exit 22)
 */
export async function runtimeForUp(
  wantsEngine: string | null,
  runtime: Runtime,
): Promise<RuntimeKind> {
  const { config, paths, ui, signal } = runtime;
  const recorded = readProjectState(paths.project.state)?.runtime ?? null;
  if (wantsEngine !== null) {
    const not = [config.runtime, recorded].find((kind) => kind === 'embedded');
    if (not !== undefined) throw other('docker', 'embedded', wantsEngine);
    return 'docker';
  }
  if (config.runtime !== undefined || recorded !== null) return runtimeOf(runtime);
  try {
    const engine = await (await runtime.docker()).engine();
    ui.event({
      type: 'note',
      text: `Runtime docker: ${engine.info.name} answers at ${engine.info.address}`,
    });
    return 'docker';
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof GeckoError)) throw error;
    ui.event({ type: 'verbose', text: `Runtime embedded: ${error.message}` });
    return 'embedded';
  }
}

function other(asked: RuntimeKind, recorded: RuntimeKind, why: string = `--runtime ${asked}`) {
  return new GeckoError(
    'RUNTIME_OTHER',
    `This project's corpus is in the ${recorded} runtime; ${why} would begin with an empty one`,
    {
      exitCode: exitCodes.conflict,
      hint: `Leave ${why} out, or use another project: --project NAME. Its documents can be ingested there again.`,
    },
  );
}
