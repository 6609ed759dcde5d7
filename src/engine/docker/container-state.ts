import type * as z from 'zod/mini';
import type {
  ContainerDetails,
  ContainerState,
  ContainerStatus,
  DeviceRequest,
  PublishedPort,
} from '../objects.ts';
import { familiarName } from './familiar-name.ts';
import { flag, list, map, number, record, text, textMap, texts, timeOf } from './fields.ts';

const Mounts = list(record({ Type: text, Name: text, Source: text, Destination: text }));
const Networks = map(record({ IPAddress: text }));
const Bindings = map(list(record({ HostIp: text, HostPort: text })));
const devices = {
  DeviceRequests: list(record({ Driver: text, Count: number, DeviceIDs: texts })),
  Devices: list(record({ PathOnHost: text })),
};
const HostConfig = record({
  PortBindings: Bindings,
  Memory: number,
  RestartPolicy: record({ Name: text }),
  ...devices,
});

export const ListedContainer = record({
  Id: text,
  Names: texts,
  Image: text,
  ImageID: text,
  Command: text,
  Labels: textMap,
  State: text,
  Status: text,
  Created: number,
  Ports: list(record({ IP: text, PrivatePort: number, PublicPort: number })),
  NetworkSettings: record({ Networks }),
  Mounts,
});

export const InspectedContainer = record({
  Id: text,
  Name: text,
  Image: text,
  Path: text,
  Args: texts,
  Created: text,
  RestartCount: number,
  Config: record({ Image: text, Labels: textMap, Env: texts, Tty: flag }),
  HostConfig,
  State: record({
    Status: text,
    ExitCode: number,
    OOMKilled: flag,
    Error: text,
    StartedAt: text,
    Health: record({ Status: text, Log: list(record({ Output: text })) }),
  }),
  NetworkSettings: record({ Networks, Ports: Bindings }),
  Mounts,
});

/** A container of `GET /containers/json`. */
export function containerState(listed: z.infer<typeof ListedContainer>): ContainerState {
  const { Status, Ports, NetworkSettings } = listed;
  // A list has the health only in its words for people.
  const health = /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(Status)?.[1];
  return {
    id: listed.Id,
    // Links of other containers are names too: /other/alias.
    name: plainName(listed.Names.find((name) => name.lastIndexOf('/') === 0) ?? ''),
    image: familiarName(listed.Image),
    imageId: listed.ImageID,
    command: listed.Command,
    labels: listed.Labels,
    status: statusOf(listed.State),
    health: healthOf(health ?? ''),
    statusText: Status,
    created: listed.Created * 1000,
    ports: Ports.filter(({ PublicPort }) => PublicPort > 0).map((port) => ({
      address: port.IP,
      hostPort: port.PublicPort,
      containerPort: port.PrivatePort,
    })),
    networks: networksOf(NetworkSettings.Networks),
    volumes: volumesOf(listed.Mounts),
  };
}

/** A container of `GET /containers/{id}/json`. */
export function containerDetails(inspected: z.infer<typeof InspectedContainer>): ContainerDetails {
  const { State, Config, HostConfig, NetworkSettings } = inspected;
  const status = statusOf(State.Status);
  const startedAt = timeOf(State.StartedAt);
  const hasEnded = status !== 'running' && status !== 'paused';
  const exitCode = hasEnded && (startedAt !== null || State.Error !== '') ? State.ExitCode : null;
  const health = healthOf(State.Health.Status);
  const published = portsOf(NetworkSettings.Ports);
  return {
    id: inspected.Id,
    name: plainName(inspected.Name),
    image: familiarName(Config.Image),
    imageId: inspected.Image,
    command: [inspected.Path, ...inspected.Args].join(' ').trim(),
    labels: Config.Labels,
    status,
    health,
    statusText: [status, exitCode === null ? '' : `(${exitCode})`, health ? `(${health})` : '']
      .filter((part) => part !== '')
      .join(' '),
    created: timeOf(inspected.Created) ?? 0,
    ports: published.length > 0 ? published : portsOf(HostConfig.PortBindings),
    networks: networksOf(NetworkSettings.Networks),
    volumes: volumesOf(inspected.Mounts),
    exitCode,
    oomKilled: State.OOMKilled,
    error: State.Error,
    restarts: inspected.RestartCount,
    startedAt,
    env: Config.Env,
    binds: inspected.Mounts.filter(({ Type }) => Type === 'bind').map(
      ({ Source, Destination }) => ({
        source: Source,
        target: Destination,
      }),
    ),
    restart: HostConfig.RestartPolicy.Name,
    devices: devicesOf(HostConfig),
    // 0 is none.
    memoryLimit: HostConfig.Memory > 0 ? HostConfig.Memory : null,
    lastProbe: State.Health.Log.at(-1)?.Output.trim() ?? null,
  };
}

const plainName = (name: string) => name.replace(/^\//, '');

/** Podman has further words for some states. */
const statuses: Readonly<Record<string, ContainerStatus>> = {
  created: 'created',
  configured: 'created',
  initialized: 'created',
  running: 'running',
  stopping: 'running',
  paused: 'paused',
  restarting: 'restarting',
  removing: 'removing',
  exited: 'exited',
  stopped: 'exited',
};

function statusOf(word: string): ContainerStatus {
  return statuses[word] ?? 'dead';
}

function healthOf(word: string): ContainerState['health'] {
  return word === 'starting' || word === 'healthy' || word === 'unhealthy' ? word : null;
}

function networksOf(networks: z.infer<typeof Networks>): ContainerState['networks'] {
  return Object.entries(networks).map(([name, { IPAddress }]) => ({
    name,
    address: IPAddress === '' ? null : IPAddress,
  }));
}

function volumesOf(mounts: z.infer<typeof Mounts>): ContainerState['volumes'] {
  return mounts
    .filter(({ Type }) => Type === 'volume')
    .map(({ Name, Destination }) => ({ name: Name, target: Destination }));
}

function devicesOf({ DeviceRequests, Devices }: z.infer<typeof HostConfig>): DeviceRequest[] {
  const requests = DeviceRequests.map(({ Driver, Count, DeviceIDs }): DeviceRequest => {
    if (Driver === 'cdi') return { kind: 'cdi', devices: DeviceIDs };
    return { kind: 'nvidia', count: Count < 0 ? 'all' : Count, ids: DeviceIDs };
  });
  return [
    ...requests,
    ...Devices.map(({ PathOnHost }): DeviceRequest => ({ kind: 'device', path: PathOnHost })),
  ];
}

function portsOf(bindings: z.infer<typeof Bindings>): PublishedPort[] {
  return Object.entries(bindings).flatMap(([port, hosts]) =>
    hosts.map(({ HostIp, HostPort }) => ({
      address: HostIp,
      hostPort: Number(HostPort),
      containerPort: Number.parseInt(port, 10),
    })),
  );
}
