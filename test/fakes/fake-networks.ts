import { createHash } from 'node:crypto';
import { engineError } from '../../src/engine/engine-error.ts';
import type { NetworkSpec, NetworkState } from '../../src/engine/objects.ts';
import type { FakeContainer } from './fake-container.ts';

/** The networks of a fake engine; who is in one, its containers say. */
export class FakeNetworks {
  readonly #networks = new Map<string, NetworkState>();
  readonly #containers: () => FakeContainer[];

  constructor(containers: () => FakeContainer[]) {
    this.#containers = containers;
  }

  all(): NetworkState[] {
    return [...this.#networks.values()];
  }

  /** @param name name or id */
  find(name: string): NetworkState | null {
    const found = this.#networks.get(name) ?? this.all().find(({ id }) => id === name);
    return found ? { ...found, containers: this.#running(found.name) } : null;
  }

  create({ name, internal, labels }: NetworkSpec): string {
    if (this.#networks.has(name))
      throw engineError('NAME_TAKEN', `There is a network named ${name} already`, {
        details: { kind: 'network', name },
      });
    const id = createHash('sha256').update(name).digest('hex');
    const third = this.#networks.size + 18;
    this.#networks.set(name, {
      id,
      name,
      driver: 'bridge',
      internal,
      labels,
      subnets: [`172.${third}.0.0/16`],
      gateways: [`172.${third}.0.1`],
      containers: [],
    });
    return id;
  }

  remove(id: string): void {
    const found = this.find(id);
    if (found === null) return;
    if (found.containers.length > 0)
      throw engineError('NETWORK_IN_USE', `Containers are still in the network ${found.name}`, {
        details: { name: found.name },
      });
    this.#networks.delete(found.name);
  }

  /** As with Docker, a container is in a network while it runs. */
  #running(network: string): string[] {
    return this.#containers()
      .filter((container) => container.isRunning && container.networks.has(network))
      .map(({ spec }) => spec.name);
  }
}
