import type { OldService } from '../../adopt/old-stack.ts';
import type { Engine } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { oldImage } from './old-image.ts';

/**
 * The image that a service of the old stack ran, pulled by its name where the engine has lost it.
 * @throws GeckoError ADOPT_UNREADABLE (exit 21) where it cannot be had
 */
export async function oldImageOrPull(
  service: Pick<OldService, 'name' | 'containers' | 'image'>,
  engine: Engine,
  { signal, ui }: Runtime,
): Promise<string> {
  const there = await oldImage(service, engine);
  if (there !== null) return there;
  const { image, name } = service;
  try {
    if (image === null) throw new Error('its file names none');
    ui.event({ type: 'step', text: `Pulling ${image}` });
    return (await engine.pullImage(image, { signal })).id;
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new GeckoError(
      'ADOPT_UNREADABLE',
      `The image of the old ${name} is not on the engine, and cannot be pulled: ${why}`,
      {
        exitCode: exitCodes.unsupported,
        hint: 'Nothing of the old stack was changed. Its data is read by its own image: bring that to the engine, then run gecko adopt again.',
        cause: error,
      },
    );
  }
}
