import { portKey } from '../../config/port-key.ts';
import type { Engine } from '../../engine/engine.ts';
import { GeckoError } from '../../errors.ts';
import { findPortHolder } from '../../host/port-holder.ts';
import { portTaken } from '../../host/port-taken.ts';
import { holderOf, publishes } from '../../plan/find-conflicts.ts';
import type { Runtime } from '../../runtime.ts';

/**
 * A port that was free when it was looked at and is not when a container starts: told as the look would
 * have told it, with who has it now. Any other error stays as it is.
 */
export async function namePortHolder(
  error: unknown,
  engine: Engine,
  config: Runtime['config'],
): Promise<unknown> {
  if (!(error instanceof GeckoError) || error.code !== 'PORT_TAKEN') return error;
  const { port, address } = error.details;
  if (typeof port !== 'number') return error;
  try {
    const { containers, foreign, images } = await engine.snapshot(config.project);
    const container = [...foreign.containers, ...containers].find((one) =>
      publishes(one, String(address), port),
    );
    const onHost = engine.info.isLocal ? findPortHolder(port) : null;
    return await portTaken({
      port,
      key: portKey(config.ports, port),
      holder: container ? holderOf(container, images) : onHost,
      others: Object.values(config.ports).flat(),
      cause: error,
    });
  } catch (failure) {
    // The first error is the one to tell; that its circumstances cannot be found out is no news.
    if (failure instanceof GeckoError) return error;
    throw failure;
  }
}
