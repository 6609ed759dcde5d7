import { Config, type ConfigValues } from '../../src/config/schema.ts';
import type { Snapshot } from '../../src/engine/engine.ts';
import type { ContainerState } from '../../src/engine/objects.ts';
import { catalog } from '../../src/stack/catalog.ts';
import { labelNames, ownerLabels, serviceLabels } from '../../src/stack/labels.ts';
import { containerName } from '../../src/stack/names.ts';
import { noDevices } from '../../src/stack/profile.ts';
import { resolveStack, type StackInput } from '../../src/stack/resolve-stack.ts';
import type { ServiceName } from '../../src/stack/service-spec.ts';
import type {
  ConfigFile,
  ResolvedImage,
  ResolvedService,
  ResolvedStack,
} from '../../src/stack/stack.ts';
import { dockerInfo } from './engine-info.ts';

export const owner = {
  project: 'gecko',
  projectId: 'id-1',
  version: '1.0.0',
  createdBy: 'ana@server',
};

/** A stack of the default configuration with changes. */
export function stackOf(
  values: Readonly<Record<string, unknown>> = {},
  changes: Partial<StackInput> = {},
): ResolvedStack {
  return resolveStack({
    owner,
    config: Config.parse(values) as ConfigValues,
    engine: dockerInfo,
    hardware: { profile: 'cpu', ...noDevices },
    images: forEach((name) => imageOf(name)),
    files: forEach((name): ConfigFile[] =>
      name === 'ollama' ? [] : [{ name: 'settings', content: `of ${name}` }],
    ),
    secret: 'secret',
    base: '/srv/project',
    withModel: true,
    ...changes,
  });
}

export function imageOf(name: string, id: string | null = `sha256:${name}`): ResolvedImage {
  const isBuilt = name === 'rag' || name === 'qa';
  return {
    reference: isBuilt ? 'gecko-backend:1' : `${name}:1`,
    from: isBuilt ? 'build' : 'registry',
    folder: null,
    id,
  };
}

export function forEach<T>(make: (name: ServiceName) => T): Record<ServiceName, T> {
  return Object.fromEntries(catalog.map(({ name }) => [name, make(name)])) as Record<
    ServiceName,
    T
  >;
}

const none = { containers: [], networks: [], volumes: [] };

export const nothing: Snapshot = { ...none, foreign: none, images: [] };

/** What an engine shows after `up` of a stack. */
export function running(stack: ResolvedStack): Snapshot {
  return {
    containers: stack.services.flatMap((service) =>
      Array.from(
        { length: service.replicas },
        (_, index): ContainerState => ({
          id: `id-${service.name}-${index + 1}`,
          name: containerName(owner.project, service.name, index + 1),
          image: service.image.reference,
          imageId: service.image.id ?? '',
          command: '',
          labels: {
            ...serviceLabels(owner, service.name, index + 1),
            [labelNames.configHash]: service.hash,
            [labelNames.configParts]: JSON.stringify(service.parts),
          },
          status: 'running',
          health: 'healthy',
          statusText: 'Up 3 minutes (healthy)',
          created: 0,
          ports: [],
          networks: namesOf(service).map((name) => ({ name, address: '172.18.0.2' })),
          volumes: [],
        }),
      ),
    ),
    networks: stack.networks.map(({ name, internal, labels }) => ({
      id: `id-${name}`,
      name,
      driver: 'bridge',
      internal,
      labels,
      subnets: [],
      gateways: [],
      containers: [],
    })),
    volumes: stack.volumes.map(({ name, content }) => ({
      name,
      driver: 'local',
      labels: { ...ownerLabels(owner), [labelNames.content]: content },
      mountpoint: '',
      created: null,
    })),
    foreign: none,
    images: [],
  };
}

function namesOf({ container: { networks } }: ResolvedService): string[] {
  return networks === 'none' ? [] : networks.map(({ name }) => name);
}
