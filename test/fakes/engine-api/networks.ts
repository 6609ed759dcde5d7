import { flag, record, text, textMap, texts } from '../../../src/engine/docker/fields.ts';
import type { NetworkState } from '../../../src/engine/objects.ts';
import { missing } from '../missing.ts';
import type { Routes } from './call.ts';

const Create = record({ Name: text, Internal: flag, Labels: textMap });
const Connect = record({ Container: text, EndpointConfig: record({ Aliases: texts }) });

export const networkRoutes: Routes = {
  'GET /networks': async ({ engine }) => {
    const { foreign } = await engine.snapshot('');
    return { status: 200, body: foreign.networks.map(networkJson) };
  },
  'POST /networks/create': async ({ engine, body }) => {
    const { Name: name, Internal: internal, Labels: labels } = Create.parse(await body());
    return { status: 201, body: { Id: await engine.createNetwork({ name, internal, labels }) } };
  },
  'GET /networks/([^/]+)': async ({ engine }, name = '') => {
    const found = await engine.network(name);
    if (found === null) throw missing('network', name);
    return { status: 200, body: networkJson(found) };
  },
  'DELETE /networks/([^/]+)': async ({ engine }, name = '') => {
    if ((await engine.network(name)) === null) throw missing('network', name);
    await engine.removeNetwork(name);
    return { status: 204 };
  },
  'POST /networks/([^/]+)/connect': async ({ engine, body }, name = '') => {
    const { Container, EndpointConfig } = Connect.parse(await body());
    await engine.connectNetwork(name, Container, EndpointConfig.Aliases);
    return { status: 200 };
  },
};

function networkJson(network: NetworkState) {
  return {
    Id: network.id,
    Name: network.name,
    Driver: network.driver,
    Internal: network.internal,
    Labels: network.labels,
    IPAM: {
      Config: network.subnets.map((Subnet, index) => ({
        Subnet,
        Gateway: network.gateways[index],
      })),
    },
    Containers: Object.fromEntries(network.containers.map((Name) => [Name, { Name }])),
  };
}
