import type { Engine } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';

/**
 * An image with GNU tar and coreutils: the one of gecko's backends, or what that is built on, which is
 * pulled where the engine has neither.
 * @returns its id
 * @throws GeckoError IMAGE_MISSING (exit 21) offline, PULL_FAILED (1), and the engine's
 */
export async function toolImage(
  engine: Engine,
  { config, docker, signal, ui }: Runtime,
): Promise<string> {
  const tools = await docker();
  const { reference, base } = await tools.backendImage(
    engine.info.architecture,
    config.images.base,
  );
  for (const name of [reference, base]) {
    const found = await engine.image(name);
    if (found) return found.id;
  }
  if (config.offline) throw missing(base);
  ui.event({ type: 'step', text: `Pulling ${base}, which has the programs that read volumes` });
  const { id } = await engine.pullImage(base, { signal });
  return id;
}

function missing(base: string): GeckoError {
  return new GeckoError(
    'IMAGE_MISSING',
    `Nothing is pulled offline, and the engine lacks ${base}, which has the programs that read volumes`,
    {
      exitCode: exitCodes.unsupported,
      hint: 'Where there is a network: gecko pull --save FILE; then here: gecko pull --load FILE. Or name another in the key images.base.',
      details: { images: [base] },
    },
  );
}
