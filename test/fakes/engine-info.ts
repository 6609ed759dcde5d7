import type { EngineInfo } from '../../src/engine/engine.ts';

/** A Docker Engine on this machine, as its packages install it. */
export const dockerInfo: EngineInfo = {
  name: 'Docker',
  version: '28.5.2',
  apiVersion: '1.51',
  address: 'unix:///var/run/docker.sock',
  foundBy: '/var/run/docker.sock',
  isLocal: true,
  architecture: 'amd64',
  cpus: 8,
  memory: 32 * 2 ** 30,
  dataRoot: '/var/lib/docker',
  rootless: false,
  selinux: false,
  usernsRemap: false,
  cgroup: 2,
  canLimit: { memory: true, cpus: true },
  runtimes: ['io.containerd.runc.v2', 'runc'],
  cdiDevices: [],
  clockAhead: 0,
};

/** The same after `nvidia-ctk runtime configure`. */
export const dockerWithNvidia: EngineInfo = {
  ...dockerInfo,
  runtimes: [...dockerInfo.runtimes, 'nvidia'],
};
