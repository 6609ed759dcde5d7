import type { ContainerSpec } from '../../src/engine/objects.ts';

/** A container with as little as possible. */
export function containerSpec(name: string, image: string): ContainerSpec {
  return {
    name,
    image,
    labels: {},
    env: {},
    networks: [],
    extraHosts: [],
    ports: [],
    mounts: [],
    tmpfs: [],
    devices: [],
    groups: [],
    readOnlyRoot: false,
    dropCapabilities: true,
    securityOptions: [],
    limits: { memory: null, cpus: null, pids: null, shm: null },
    restart: 'no',
    logRotation: { size: '10m', files: 3 },
    health: null,
    stopTimeout: 1,
  };
}
