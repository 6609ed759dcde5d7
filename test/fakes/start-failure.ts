import { engineError } from '../../src/engine/engine-error.ts';
import type { GeckoError } from '../../src/errors.ts';
import type { FakeContainer } from './fake-container.ts';
import type { FakeNetworks } from './fake-networks.ts';
import { missing } from './missing.ts';

/** Why a container of a fake engine cannot start; null where it can. */
export function startFailure(
  container: FakeContainer,
  all: readonly FakeContainer[],
  networks: FakeNetworks,
): GeckoError | null {
  for (const name of container.networks.keys())
    if (networks.find(name) === null) return missing('network', name);
  for (const { address, hostPort } of container.spec.ports)
    for (const other of all)
      if (
        other.isRunning &&
        other.spec.ports.some((port) => port.hostPort === hostPort && port.address === address)
      )
        return engineError('PORT_TAKEN', `Port ${hostPort} on ${address} is in use already`, {
          details: { address, port: hostPort },
        });
  return container.startFailure;
}
