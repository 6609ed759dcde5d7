import type Docker from 'dockerode';
import type * as z from 'zod/mini';
import type { Engine } from '../engine.ts';
import type { NetworkState } from '../objects.ts';
import type { Call } from './call.ts';
import { flag, list, map, record, text, textMap } from './fields.ts';

type Networks = Pick<Engine, 'network' | 'createNetwork' | 'removeNetwork' | 'connectNetwork'>;

export function createNetworks(call: Call): Networks {
  return {
    async network(name) {
      const found = await call.read(`inspect network ${name}`, (docker) =>
        at(docker, name).inspect(),
      );
      return found === null ? null : networkState(Network.parse(found));
    },
    async createNetwork({ name, internal, labels }) {
      const created = await call.act(`create network ${name}`, (docker) =>
        docker.createNetwork({
          Name: name,
          Internal: internal,
          Labels: { ...labels },
          // Without it old engines make a second network of the same name.
          CheckDuplicate: true,
        }),
      );
      return created?.id ?? name;
    },
    async removeNetwork(id) {
      await call.act(`remove network ${id}`, (docker) => at(docker, id).remove(), {
        missingIsDone: true,
      });
    },
    async connectNetwork(id, container, aliases) {
      await call.act(`connect container ${container} to network ${id}`, (docker) =>
        at(docker, id).connect({
          Container: container,
          EndpointConfig: { Aliases: [...aliases] },
        }),
      );
    },
  };
}

export async function listNetworks(call: Call): Promise<NetworkState[]> {
  const all = await call.read('list networks', (docker) => docker.listNetworks());
  return (all ?? []).map((listed) => networkState(Network.parse(listed)));
}

const Network = record({
  Id: text,
  Name: text,
  Driver: text,
  Internal: flag,
  Labels: textMap,
  IPAM: record({ Config: list(record({ Subnet: text, Gateway: text })) }),
  Containers: map(record({ Name: text })),
});

function networkState(network: z.infer<typeof Network>): NetworkState {
  const config = network.IPAM.Config;
  return {
    id: network.Id,
    name: network.Name,
    driver: network.Driver,
    internal: network.Internal,
    labels: network.Labels,
    subnets: config.map(({ Subnet }) => Subnet).filter((subnet) => subnet !== ''),
    gateways: config.map(({ Gateway }) => Gateway).filter((gateway) => gateway !== ''),
    containers: Object.values(network.Containers).map(({ Name }) => Name),
  };
}

function at(docker: Docker, name: string) {
  return docker.getNetwork(encodeURIComponent(name));
}
