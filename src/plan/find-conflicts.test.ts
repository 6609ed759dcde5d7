import { describe, expect, it } from 'vitest';
import { nothing, running, stackOf } from '../../test/fakes/stack.ts';
import type { EngineObjects, Snapshot } from '../engine/engine.ts';
import type { ContainerState, NetworkState } from '../engine/objects.ts';
import { findConflicts } from './find-conflicts.ts';
import { planUp } from './plan-up.ts';

const options = { services: [], forceRecreate: false, models: null, weightsPlaced: true };

const stranger: ContainerState = {
  id: 'id',
  name: 'stranger',
  image: 'their:1',
  imageId: 'sha256:their',
  command: '',
  labels: { 'com.docker.compose.project': 'old' },
  status: 'running',
  health: null,
  statusText: 'Up',
  created: 0,
  ports: [],
  networks: [],
  volumes: [],
};
const network = (name: string): NetworkState => ({
  id: `id-${name}`,
  name,
  driver: 'bridge',
  internal: false,
  labels: {},
  subnets: [],
  gateways: [],
  containers: [],
});

/** What stands in the way of an up beside these. */
function conflicts(foreign: Partial<EngineObjects>, seen: Snapshot = nothing) {
  const there = { ...seen, foreign: { ...seen.foreign, ...foreign } };
  return findConflicts(planUp(stackOf(), there, options), there);
}

describe('findConflicts', () => {
  it('finds a container of the name, with its image and owner (row 22)', () => {
    expect(conflicts({ containers: [{ ...stranger, name: 'gecko-rag-1' }] })).toEqual([
      { kind: 'container', name: 'gecko-rag-1', holder: 'image their:1, Compose project old' },
    ]);
  });

  it('calls the image of a container by its name, though that was made from an id', () => {
    const id = `sha256:${'a'.repeat(64)}`;
    const image = { id, tags: ['web:1'], digests: [], labels: {}, size: 1, architecture: null };
    const containers = [{ ...stranger, name: 'gecko-rag-1', image: id, imageId: id }];
    const seen = { ...nothing, images: [image] };
    expect(conflicts({ containers }, seen)).toMatchObject([
      { holder: 'image web:1, Compose project old' },
    ]);
  });

  it('finds a port that another container publishes, by address (row 23)', () => {
    const at = (address: string) => {
      const ports = [{ address, hostPort: 8000, containerPort: 80 }];
      return conflicts({ containers: [{ ...stranger, ports }] });
    };
    const holder = 'container stranger (image their:1, Compose project old)';
    for (const address of ['127.0.0.1', '0.0.0.0', '::'])
      expect(at(address)).toEqual([{ kind: 'port', port: 8000, holder }]);
    expect(at('127.0.0.2')).toEqual([]);
  });

  it('finds a network of the name, with who is in it (row 25)', () => {
    const networks = [{ name: 'gecko-external', address: '172.18.0.2' }];
    const external = network('gecko-external');
    expect(
      conflicts({ networks: [external], containers: [{ ...stranger, networks }] }),
    ).toMatchObject([{ kind: 'network', holder: 'not made by gecko, in it: stranger' }]);
    expect(conflicts({ networks: [external] })).toMatchObject([
      { kind: 'network', name: 'gecko-external', holder: 'not made by gecko, nothing runs in it' },
    ]);
  });

  it('finds who is in a network that has to be made anew (row 25)', () => {
    const seen = running(stackOf());
    const changed = {
      ...seen,
      networks: seen.networks.map((one) => ({ ...one, internal: !one.internal })),
    };
    const networks = [{ name: 'gecko-internal', address: '172.18.0.2' }];
    expect(conflicts({ containers: [{ ...stranger, networks }] }, changed)).toEqual([
      { kind: 'network', name: 'gecko-internal', holder: 'in it: stranger' },
    ]);
  });

  it('finds a volume of the name', () => {
    const volume = {
      name: 'gecko_qdrant_storage',
      driver: 'local',
      labels: {},
      mountpoint: '',
      created: null,
    };
    expect(conflicts({ volumes: [volume] })).toEqual([
      { kind: 'volume', name: 'gecko_qdrant_storage', holder: 'not made by gecko' },
    ]);
  });

  it('minds nothing that has other names and ports', () => {
    expect(conflicts({ containers: [stranger], networks: [network('other')] })).toEqual([]);
  });
});
