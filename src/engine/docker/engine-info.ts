import * as z from 'zod/mini';
import { type Endpoint, formatEndpoint, isLocal } from '../connect/endpoint.ts';
import type { EngineInfo } from '../engine.ts';
import type { EngineVersion } from './ask-version.ts';
import { list, map, number, record, text, texts, timeOf } from './fields.ts';

/** An engine that does not say whether it can, can. */
const unlessSaid = z.catch(z.boolean(), true);

const Info = record({
  NCPU: number,
  MemTotal: number,
  DockerRootDir: text,
  Architecture: text,
  SecurityOptions: texts,
  CgroupVersion: text,
  SystemTime: text,
  MemoryLimit: unlessSaid,
  CpuCfsQuota: unlessSaid,
  Runtimes: map(record({ path: text })),
  // From API 1.50 on.
  DiscoveredDevices: list(record({ Source: text, ID: text })),
});

/**
 * @param answered what `GET /info` answered
 * @param asked between these milliseconds since the epoch, by this machine's clock
 */
export function engineInfo(
  version: EngineVersion,
  answered: unknown,
  endpoint: Endpoint,
  foundBy: string,
  asked: { from: number; until: number },
): EngineInfo {
  const info = Info.parse(answered);
  // `name=seccomp,profile=default`
  const has = (option: string) =>
    info.SecurityOptions.some((one) => one.split(',').includes(`name=${option}`));
  return {
    name: version.name,
    version: version.version,
    apiVersion: version.apiVersion,
    address: formatEndpoint(endpoint),
    foundBy,
    isLocal: isLocal(endpoint),
    architecture: architectures[version.architecture || info.Architecture] ?? 'other',
    cpus: info.NCPU,
    memory: info.MemTotal,
    dataRoot: info.DockerRootDir,
    rootless: has('rootless'),
    selinux: has('selinux'),
    usernsRemap: has('userns'),
    cgroup: info.CgroupVersion === '2' ? 2 : 1,
    canLimit: { memory: info.MemoryLimit, cpus: info.CpuCfsQuota },
    runtimes: Object.keys(info.Runtimes),
    cdiDevices: info.DiscoveredDevices.filter(({ Source }) => Source === 'cdi').map(({ ID }) => ID),
    clockAhead: clockAhead(timeOf(info.SystemTime), asked),
  };
}

/** It read its clock somewhere in that time: what that leaves open is no difference. */
function clockAhead(time: number | null, { from, until }: { from: number; until: number }) {
  if (time === null) return null;
  return time > until ? time - until : Math.min(0, time - from);
}

/** Go and uname name them differently. */
const architectures: Readonly<Record<string, EngineInfo['architecture']>> = {
  amd64: 'amd64',
  x86_64: 'amd64',
  arm64: 'arm64',
  aarch64: 'arm64',
};
