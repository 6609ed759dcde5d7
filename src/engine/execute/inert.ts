import type { ContainerSpec } from '../objects.ts';

/** A container that does nothing. */
export const inert: Omit<ContainerSpec, 'name' | 'image' | 'labels' | 'mounts'> = {
  command: ['true'],
  env: {},
  networks: 'none',
  extraHosts: [],
  ports: [],
  tmpfs: [],
  devices: [],
  groups: [],
  readOnlyRoot: false,
  dropCapabilities: true,
  securityOptions: [],
  limits: { memory: null, cpus: null, pids: null, shm: null },
  restart: 'no',
  logRotation: { size: '1m', files: 1 },
  health: null,
  stopTimeout: 1,
};
