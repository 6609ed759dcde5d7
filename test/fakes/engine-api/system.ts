import type { EngineInfo } from '../../../src/engine/engine.ts';

/** Oldest and newest API that are spoken. */
export interface SpokenApi {
  min: string;
  max: string;
}

/** `GET /version` */
export function versionJson({ version, architecture }: EngineInfo, { min, max }: SpokenApi) {
  return {
    Version: version,
    ApiVersion: max,
    MinAPIVersion: min,
    Arch: architecture,
    Components: [{ Name: 'Engine', Version: version }],
  };
}

/** `GET /info` */
export function infoJson(info: EngineInfo) {
  const security = [
    'name=seccomp,profile=builtin',
    ...(info.rootless ? ['name=rootless'] : []),
    ...(info.selinux ? ['name=selinux'] : []),
    ...(info.usernsRemap ? ['name=userns'] : []),
  ];
  return {
    NCPU: info.cpus,
    MemTotal: info.memory,
    DockerRootDir: info.dataRoot,
    Architecture: info.architecture === 'arm64' ? 'aarch64' : 'x86_64',
    SecurityOptions: security,
    CgroupVersion: String(info.cgroup),
    MemoryLimit: info.canLimit.memory,
    CpuCfsQuota: info.canLimit.cpus,
    Runtimes: Object.fromEntries(info.runtimes.map((name) => [name, { path: name }])),
    ...(info.clockAhead === null
      ? {}
      : { SystemTime: new Date(Date.now() + info.clockAhead).toISOString() }),
    DiscoveredDevices: info.cdiDevices.map((ID) => ({ Source: 'cdi', ID })),
  };
}
