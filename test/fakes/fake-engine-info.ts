import type { EngineInfo } from '../../src/engine/engine.ts';

/** A Docker of today on an ordinary machine. */
export const fakeEngineInfo: EngineInfo = {
  name: 'Docker',
  version: '28.5.2',
  apiVersion: '1.51',
  address: 'unix:///var/run/docker.sock',
  foundBy: '/var/run/docker.sock',
  isLocal: true,
  architecture: 'amd64',
  cpus: 4,
  memory: 16 * 2 ** 30,
  dataRoot: '/var/lib/docker',
  rootless: false,
  selinux: false,
  usernsRemap: false,
  cgroup: 2,
  runtimes: ['runc'],
  cdiDevices: [],
};
