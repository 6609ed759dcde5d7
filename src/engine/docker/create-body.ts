import type { ContainerCreateOptions, DeviceRequest, MountConfig } from 'dockerode';
import { isOlder } from '../connect/choose-api-version.ts';
import type { EngineInfo } from '../engine.ts';
import type { ContainerSpec, HealthCheck, MountSpec } from '../objects.ts';

/** From this API version on a container can be created in several networks. */
export const severalNetworksApi = '1.44';

/** The body of `POST /containers/create`, as far as the engine understands it. */
export function createBody(
  spec: ContainerSpec,
  info: Pick<EngineInfo, 'apiVersion' | 'selinux'>,
): ContainerCreateOptions & { name: string } {
  const { limits, health } = spec;
  return {
    name: spec.name,
    Image: spec.image,
    Labels: { ...spec.labels },
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    ...(spec.command ? { Cmd: [...spec.command] } : {}),
    ...(spec.entrypoint ? { Entrypoint: [...spec.entrypoint] } : {}),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    ...(spec.workdir === undefined ? {} : { WorkingDir: spec.workdir }),
    ...(spec.hostname === undefined ? {} : { Hostname: spec.hostname }),
    ...(spec.stopSignal === undefined ? {} : { StopSignal: spec.stopSignal }),
    StopTimeout: spec.stopTimeout,
    ExposedPorts: Object.fromEntries(spec.ports.map((port) => [portKey(port.containerPort), {}])),
    ...(health ? { Healthcheck: healthCheck(health) } : {}),
    HostConfig: {
      ...mounts(spec.mounts, info.selinux),
      ...(spec.tmpfs.length > 0
        ? { Tmpfs: Object.fromEntries(spec.tmpfs.map((t) => [t.target, `size=${t.size}`])) }
        : {}),
      ...devices(spec),
      GroupAdd: spec.groups.map(String),
      ReadonlyRootfs: spec.readOnlyRoot,
      ...(spec.dropCapabilities ? { CapDrop: ['ALL'] } : {}),
      ...(spec.capabilities === undefined ? {} : { CapAdd: [...spec.capabilities] }),
      SecurityOpt: [
        ...(spec.dropCapabilities ? ['no-new-privileges'] : []),
        ...spec.securityOptions,
      ],
      ...(limits.memory === null ? {} : { Memory: limits.memory }),
      ...(limits.cpus === null ? {} : { NanoCpus: Math.round(limits.cpus * 1e9) }),
      ...(limits.pids === null ? {} : { PidsLimit: limits.pids }),
      ...(limits.shm === null ? {} : { ShmSize: limits.shm }),
      RestartPolicy: { Name: spec.restart },
      LogConfig: {
        Type: 'json-file',
        Config: { 'max-size': spec.logRotation.size, 'max-file': String(spec.logRotation.files) },
      },
      ExtraHosts: spec.extraHosts.map(({ name, address }) => `${name}:${address}`),
      PortBindings: portBindings(spec),
      ...networkMode(spec),
    },
    ...endpoints(spec, info.apiVersion),
  };
}

/** The networks that the container must be connected to after its creation. */
export function laterNetworks(
  { networks }: ContainerSpec,
  { apiVersion }: Pick<EngineInfo, 'apiVersion'>,
): readonly { name: string; aliases: readonly string[] }[] {
  if (networks === 'none' || !isOlder(apiVersion, severalNetworksApi)) return [];
  return networks.slice(1);
}

function healthCheck({ command, interval, timeout, startPeriod, retries }: HealthCheck) {
  const nanoseconds = (milliseconds: number) => milliseconds * 1e6;
  return {
    Test: ['CMD', ...command],
    Interval: nanoseconds(interval),
    Timeout: nanoseconds(timeout),
    StartPeriod: nanoseconds(startPeriod),
    Retries: retries,
  };
}

/**
 * Binds are given as mounts, which fail where the path is missing; the older form makes a folder of root's
 * there. Only that one can relabel for SELinux.
 */
function mounts(all: readonly MountSpec[], selinux: boolean) {
  const isOld = ({ type, relabel }: MountSpec) =>
    type === 'bind' && selinux && relabel !== undefined;
  const binds = all
    .filter(isOld)
    .map(({ source, target, readOnly, relabel }) =>
      [source, target, [readOnly ? 'ro' : 'rw', relabel].join(',')].join(':'),
    );
  const modern = all
    .filter((mount) => !isOld(mount))
    .map(({ type, source, target, readOnly }): MountConfig[number] => ({
      Type: type,
      Source: source,
      Target: target,
      ReadOnly: readOnly,
    }));
  return {
    ...(binds.length > 0 ? { Binds: binds } : {}),
    ...(modern.length > 0 ? { Mounts: modern } : {}),
  };
}

function devices({ devices: all }: ContainerSpec) {
  const requests = all.flatMap((device): DeviceRequest[] => {
    if (device.kind === 'cdi') return [{ Driver: 'cdi', DeviceIDs: [...device.devices] }];
    if (device.kind === 'device') return [];
    const { count, ids } = device;
    // The engine takes a number or ids, never both; -1 is all.
    const which =
      ids.length > 0 ? { DeviceIDs: [...ids] } : { Count: count === 'all' ? -1 : count };
    return [{ Driver: 'nvidia', ...which, Capabilities: [['gpu']] }];
  });
  const paths = all.flatMap((device) => (device.kind === 'device' ? [device.path] : []));
  return {
    ...(requests.length > 0 ? { DeviceRequests: requests } : {}),
    ...(paths.length > 0
      ? {
          Devices: paths.map((path) => ({
            PathOnHost: path,
            PathInContainer: path,
            CgroupPermissions: 'rwm',
          })),
        }
      : {}),
  };
}

/** A port of the container may be published at several addresses. */
function portBindings({ ports }: ContainerSpec) {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { address, hostPort, containerPort } of ports) {
    const at = { HostIp: address, HostPort: String(hostPort) };
    bindings[portKey(containerPort)] = [...(bindings[portKey(containerPort)] ?? []), at];
  }
  return bindings;
}

function networkMode({ networks }: ContainerSpec) {
  if (networks === 'none') return { NetworkMode: 'none' };
  const [first] = networks;
  return first ? { NetworkMode: first.name } : {};
}

function endpoints({ networks }: ContainerSpec, apiVersion: string) {
  if (networks === 'none' || networks.length === 0) return {};
  const joined = isOlder(apiVersion, severalNetworksApi) ? networks.slice(0, 1) : networks;
  return {
    NetworkingConfig: {
      EndpointsConfig: Object.fromEntries(
        joined.map(({ name, aliases }) => [name, { Aliases: [...aliases] }]),
      ),
    },
  };
}

const portKey = (port: number) => `${port}/tcp`;
