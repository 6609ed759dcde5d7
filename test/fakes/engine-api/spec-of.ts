import * as z from 'zod/mini';
import { isOlder } from '../../../src/engine/connect/choose-api-version.ts';
import { severalNetworksApi } from '../../../src/engine/docker/create-body.ts';
import {
  flag,
  list,
  map,
  number,
  record,
  text,
  textMap,
  texts,
} from '../../../src/engine/docker/fields.ts';
import type { ContainerSpec, DeviceRequest, MountSpec } from '../../../src/engine/objects.ts';
import { Refusal } from './call.ts';

const textsOrNone = z.catch(z.optional(z.array(z.string())), undefined);
const textOrNone = z.catch(z.optional(z.string()), undefined);

const Body = record({
  Image: text,
  Labels: textMap,
  Env: texts,
  Cmd: textsOrNone,
  Entrypoint: textsOrNone,
  User: textOrNone,
  WorkingDir: textOrNone,
  Hostname: textOrNone,
  StopSignal: textOrNone,
  StopTimeout: number,
  Healthcheck: z.optional(
    record({
      Test: texts,
      Interval: number,
      Timeout: number,
      StartPeriod: number,
      Retries: number,
    }),
  ),
  HostConfig: record({
    Binds: texts,
    Mounts: list(record({ Type: text, Source: text, Target: text, ReadOnly: flag })),
    Tmpfs: textMap,
    DeviceRequests: list(
      record({ Driver: text, Count: number, DeviceIDs: texts, Capabilities: list(texts) }),
    ),
    Devices: list(record({ PathOnHost: text })),
    GroupAdd: texts,
    ReadonlyRootfs: flag,
    CapDrop: texts,
    SecurityOpt: texts,
    Memory: number,
    NanoCpus: number,
    PidsLimit: number,
    ShmSize: number,
    RestartPolicy: record({ Name: text }),
    LogConfig: record({ Config: textMap }),
    ExtraHosts: texts,
    PortBindings: map(list(record({ HostIp: text, HostPort: text }))),
    NetworkMode: text,
  }),
  NetworkingConfig: record({ EndpointsConfig: map(record({ Aliases: texts })) }),
});
type HostConfig = z.infer<typeof Body>['HostConfig'];

/** What the body of `POST /containers/create` asks for. @throws Refusal where this API cannot have it */
export function specOf(name: string, body: unknown, version: string): ContainerSpec {
  const read = Body.parse(body);
  const { HostConfig: host, Healthcheck: health } = read;
  const endpoints = Object.entries(read.NetworkingConfig.EndpointsConfig);
  if (endpoints.length > 1 && isOlder(version, severalNetworksApi))
    throw new Refusal(
      400,
      `Container cannot be connected to network endpoints: ${endpoints.map(([name]) => name).join(', ')}`,
    );
  return {
    name,
    image: read.Image,
    labels: read.Labels,
    env: Object.fromEntries(read.Env.map((entry) => split(entry, '='))),
    ...(read.Cmd ? { command: read.Cmd } : {}),
    ...(read.Entrypoint ? { entrypoint: read.Entrypoint } : {}),
    ...(read.User === undefined ? {} : { user: read.User }),
    ...(read.WorkingDir === undefined ? {} : { workdir: read.WorkingDir }),
    ...(read.Hostname === undefined ? {} : { hostname: read.Hostname }),
    ...(read.StopSignal === undefined ? {} : { stopSignal: read.StopSignal }),
    stopTimeout: read.StopTimeout,
    health:
      health === undefined
        ? null
        : {
            command: health.Test.slice(1),
            interval: health.Interval / 1e6,
            timeout: health.Timeout / 1e6,
            startPeriod: health.StartPeriod / 1e6,
            retries: health.Retries,
          },
    networks:
      host.NetworkMode === 'none'
        ? 'none'
        : endpoints.map(([name, { Aliases }]) => ({ name, aliases: Aliases })),
    ...hostParts(host),
  };
}

function hostParts(host: HostConfig) {
  const orNull = (amount: number) => (amount === 0 ? null : amount);
  return {
    mounts: [...host.Binds.map(oldBind), ...host.Mounts.map(mount)],
    tmpfs: Object.entries(host.Tmpfs).map(([target, options]) => ({
      target,
      size: Number(/size=(\d+)/.exec(options)?.[1] ?? 0),
    })),
    devices: devices(host),
    groups: host.GroupAdd.map(Number),
    readOnlyRoot: host.ReadonlyRootfs,
    dropCapabilities: host.CapDrop.includes('ALL'),
    securityOptions: host.SecurityOpt.filter((option) => option !== 'no-new-privileges'),
    limits: {
      memory: orNull(host.Memory),
      cpus: orNull(host.NanoCpus / 1e9),
      pids: orNull(host.PidsLimit),
      shm: orNull(host.ShmSize),
    },
    restart: restartOf(host.RestartPolicy.Name),
    logRotation: {
      size: host.LogConfig.Config['max-size'] ?? '',
      files: Number(host.LogConfig.Config['max-file'] ?? 1),
    },
    extraHosts: host.ExtraHosts.map((entry) => {
      const [name, address] = split(entry, ':');
      return { name, address };
    }),
    ports: Object.entries(host.PortBindings).flatMap(([port, all]) =>
      all.map(({ HostIp, HostPort }) => ({
        address: HostIp,
        hostPort: Number(HostPort),
        containerPort: Number.parseInt(port, 10),
      })),
    ),
  };
}

function mount({ Type, Source, Target, ReadOnly }: HostConfig['Mounts'][number]): MountSpec {
  const type = Type === 'bind' ? 'bind' : 'volume';
  return { type, source: Source, target: Target, readOnly: ReadOnly };
}

function oldBind(bind: string): MountSpec {
  const [source = '', target = '', options = ''] = bind.split(':');
  return { type: 'bind', source, target, readOnly: options.split(',').includes('ro') };
}

function devices({ DeviceRequests, Devices }: HostConfig): DeviceRequest[] {
  return [
    ...DeviceRequests.map(
      ({ Driver, Count, DeviceIDs }): DeviceRequest =>
        Driver === 'cdi'
          ? { kind: 'cdi', devices: DeviceIDs }
          : { kind: 'nvidia', count: Count === -1 ? 'all' : Count, ids: DeviceIDs },
    ),
    ...Devices.map(({ PathOnHost }): DeviceRequest => ({ kind: 'device', path: PathOnHost })),
  ];
}

function restartOf(name: string): ContainerSpec['restart'] {
  return name === 'always' || name === 'unless-stopped' || name === 'on-failure' ? name : 'no';
}

function split(entry: string, at: string): [string, string] {
  const index = entry.indexOf(at);
  return [entry.slice(0, index), entry.slice(index + 1)];
}
