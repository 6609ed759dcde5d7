import type {
  ContainerDetails,
  ContainerState,
  PublishedPort,
} from '../../../src/engine/objects.ts';

/** As `GET /containers/json` has it. */
export function listedContainer(container: ContainerState) {
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: container.image,
    ImageID: container.imageId,
    Labels: container.labels,
    State: container.status,
    Status: statusText(container),
    Created: Math.floor(container.created / 1000),
    Ports: container.ports.map(({ address, hostPort, containerPort }) => ({
      IP: address,
      PrivatePort: containerPort,
      PublicPort: hostPort,
      Type: 'tcp',
    })),
    NetworkSettings: { Networks: networks(container) },
    Mounts: mounts(container),
  };
}

/** As `GET /containers/{id}/json` has it. */
export function inspectedContainer(container: ContainerDetails) {
  const { status, health, lastProbe } = container;
  const ports = bindings(container.ports);
  return {
    Id: container.id,
    Name: `/${container.name}`,
    Image: container.imageId,
    Created: time(container.created),
    RestartCount: container.restarts,
    Config: {
      Image: container.image,
      Labels: container.labels,
      Env: container.env,
      Tty: false,
    },
    HostConfig: {
      PortBindings: ports,
      Memory: container.memoryLimit ?? 0,
      ...devicesJson(container.devices),
    },
    State: {
      Status: status,
      Running: status === 'running',
      ExitCode: container.exitCode ?? 0,
      OOMKilled: container.oomKilled,
      Error: container.error,
      StartedAt: container.startedAt === null ? never : time(container.startedAt),
      ...(health === null
        ? {}
        : { Health: { Status: health, Log: lastProbe === null ? [] : [{ Output: lastProbe }] } }),
    },
    NetworkSettings: {
      Networks: networks(container),
      Ports: status === 'running' ? ports : {},
    },
    Mounts: mounts(container),
  };
}

function devicesJson(devices: ContainerDetails['devices']) {
  return {
    DeviceRequests: devices.flatMap((device) => {
      if (device.kind === 'cdi') return { Driver: 'cdi', Count: 0, DeviceIDs: device.devices };
      if (device.kind === 'device') return [];
      const Count = device.count === 'all' ? -1 : device.count;
      return { Driver: '', Count, DeviceIDs: device.ids };
    }),
    Devices: devices.flatMap((device) =>
      device.kind === 'device' ? { PathOnHost: device.path, PathInContainer: device.path } : [],
    ),
  };
}

const never = '0001-01-01T00:00:00Z';
const time = (milliseconds: number) => new Date(milliseconds).toISOString();

/** A list tells the health in words for people only. */
function statusText({ status, health }: ContainerState): string {
  if (status !== 'running') return status === 'created' ? 'Created' : `Exited (0) 1 second ago`;
  const words = health === 'starting' ? 'health: starting' : health;
  return words === null ? 'Up 1 second' : `Up 1 second (${words})`;
}

function networks({ networks }: ContainerState) {
  return Object.fromEntries(
    networks.map(({ name, address }) => [name, { IPAddress: address ?? '' }]),
  );
}

function mounts({ volumes }: ContainerState) {
  return volumes.map(({ name, target }) => ({ Type: 'volume', Name: name, Destination: target }));
}

function bindings(ports: readonly PublishedPort[]) {
  const all: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { address, hostPort, containerPort } of ports) {
    const key = `${containerPort}/tcp`;
    all[key] = [...(all[key] ?? []), { HostIp: address, HostPort: String(hostPort) }];
  }
  return all;
}
