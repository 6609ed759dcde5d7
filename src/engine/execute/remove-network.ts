import { GeckoError } from '../../errors.ts';
import type { Engine } from '../engine.ts';
import { engineError } from '../engine-error.ts';

/**
 * Removes a network.
 * @throws GeckoError NETWORK_IN_USE (exit 22) with the names of the containers that are in it
 */
export async function removeNetwork(engine: Engine, name: string): Promise<void> {
  try {
    await engine.removeNetwork(name);
  } catch (error) {
    if (!(error instanceof GeckoError) || error.code !== 'NETWORK_IN_USE') throw error;
    const containers = (await engine.network(name))?.containers ?? [];
    if (containers.length === 0) throw error;
    throw engineError(
      'NETWORK_IN_USE',
      `The network ${name} stays: in it is the container ${containers.join(', ')}`,
      {
        hint: `Take it out, then run the command again: docker network disconnect ${name} ${containers[0]}`,
        details: { name, containers },
        cause: error,
      },
    );
  }
}
