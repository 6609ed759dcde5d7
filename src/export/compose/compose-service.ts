import type { ContainerSpec, HealthCheck, MountSpec } from '../../engine/objects.ts';
import { OWN_PAGE_FOLDER } from '../../stack/service-spec.ts';
import type { ResolvedService } from '../../stack/stack.ts';
import { bytesText } from './bytes-text.ts';
import { composeFolders } from './compose-folders.ts';
import { literal, variable } from './setting.ts';
import { limitSetting, portSetting, type Settings } from './settings.ts';
import type { VolumeKeys } from './volume-keys.ts';

/** A service in the terms of compose.yaml. */
export type ComposeService = Readonly<Record<string, unknown>>;

export interface ComposeContext {
  settings: Settings;
  volumeKey: VolumeKeys;
}

/** What a service's containers are made from; without its image, and what it waits for. */
export function composeService(
  { name, container, replicas, reservations, files, hash, userEnv }: ResolvedService,
  { settings, volumeKey }: ComposeContext,
): ComposeService {
  const own = Object.keys(container.env).filter((key) => !userEnv.includes(key));
  const limits = limitsOf(name, container, settings);
  const resources = {
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...reservationsOf(reservations, container),
  };
  const deploy = {
    ...(replicas === 1 ? {} : { replicas }),
    ...(Object.keys(resources).length > 0 ? { resources } : {}),
  };
  return without({
    command: container.command?.map(literal),
    entrypoint: container.entrypoint?.map(literal),
    environment:
      own.length === 0
        ? undefined
        : Object.fromEntries(
            own.map((key) => [key, settled(key, container.env[key] ?? '', settings)]),
          ),
    env_file: userEnv.length === 0 ? undefined : [`./${composeFolders.env(name)}`],
    user: container.user,
    // What a service finds in its folder forces a new container, as its other settings do.
    labels: files.length === 0 ? undefined : { 'dev.gecko.config-hash': hash },
    networks: networksOf(container),
    extra_hosts: container.extraHosts.map(({ name: host, address }) => `${host}:${address}`),
    ports: container.ports.map((port, at) => publishedPort(port, at, container, settings)),
    volumes: container.mounts.map((mount) => mountOf(mount, volumeKey)),
    tmpfs: container.tmpfs.map(({ target, size }) => `${target}:size=${size}`),
    devices: container.devices.flatMap((device) =>
      device.kind === 'device' ? [`${device.path}:${device.path}`] : [],
    ),
    group_add: container.groups.map(String),
    read_only: container.readOnlyRoot ? true : undefined,
    cap_drop: container.dropCapabilities ? ['ALL'] : [],
    security_opt: [
      ...(container.dropCapabilities ? ['no-new-privileges:true'] : []),
      ...container.securityOptions.map(literal),
    ],
    deploy: Object.keys(deploy).length > 0 ? deploy : undefined,
    restart: container.restart,
    healthcheck: container.health ? healthOf(container.health, settings) : undefined,
    stop_signal: container.stopSignal,
    stop_grace_period: `${container.stopTimeout}s`,
  });
}

/** Absent values and empty lists say nothing. */
function without(tree: Record<string, unknown>): ComposeService {
  return Object.fromEntries(
    Object.entries(tree).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** The model, and the page's own address, follow what is set where the export runs. */
function settled(key: string, value: string, settings: Settings): string {
  const model = settings.get('GECKO_MODEL');
  if (key === 'GECKO_MODEL' && model) return variable(model);
  const port = settings.get('GECKO_PORTS_WEB');
  if (key !== 'GECKO_WEB_ORIGINS' || !port) return literal(value);
  return value
    .split(',')
    .map((origin) => {
      const [, before] = /^(http:\/\/(?:127\.0\.0\.1|localhost):)(\d+)$/.exec(origin) ?? [];
      return before !== undefined && origin === `${before}${port.value}`
        ? `${before}${variable(port)}`
        : literal(origin);
    })
    .join(',');
}

function networksOf({ networks }: Pick<ContainerSpec, 'networks'>): unknown {
  if (networks === 'none') return undefined;
  return Object.fromEntries(networks.map(({ name, aliases }) => [name, { aliases: [...aliases] }]));
}

function publishedPort(
  { address, hostPort, containerPort }: ContainerSpec['ports'][number],
  at: number,
  { ports }: Pick<ContainerSpec, 'ports'>,
  settings: Settings,
): ComposeService {
  const isFirst = ports.findIndex((port) => port.containerPort === containerPort) === at;
  const setting = settings.get(portSetting(containerPort) ?? '');
  return {
    host_ip: address,
    published: isFirst && setting ? variable(setting) : String(hostPort),
    target: containerPort,
  };
}

function mountOf({ type, source, target, readOnly }: MountSpec, volumeKey: VolumeKeys): object {
  const access = readOnly ? { read_only: true } : {};
  if (type === 'volume') return { type, source: volumeKey(source), target, ...access };
  // The user's page comes with the export, for it is among the files of the door.
  const from = target === OWN_PAGE_FOLDER ? `./${composeFolders.page}` : literal(source);
  return bindOf(from, target, readOnly);
}

/** Fails where the path is missing, instead of making a folder there; relabelled where SELinux is on. */
export function bindOf(source: string, target: string, readOnly: boolean): object {
  return {
    type: 'bind',
    source,
    target,
    ...(readOnly ? { read_only: true } : {}),
    bind: { create_host_path: false, selinux: 'z' },
  };
}

function limitsOf(
  name: string,
  { limits }: Pick<ContainerSpec, 'limits'>,
  settings: Settings,
): Record<string, string> {
  const of = (what: 'memory' | 'cpus') => settings.get(limitSetting(name, what));
  const [memory, cpus] = [of('memory'), of('cpus')];
  return {
    ...(limits.memory !== null && memory ? { memory: variable(memory) } : {}),
    ...(limits.cpus !== null && cpus ? { cpus: variable(cpus) } : {}),
  };
}

function reservationsOf(
  { memory, cpus }: ResolvedService['reservations'],
  { devices }: Pick<ContainerSpec, 'devices'>,
): { reservations?: object } {
  const cards = devices.flatMap((device) =>
    device.kind === 'nvidia'
      ? [
          {
            driver: 'nvidia',
            // A number or ids, never both.
            ...(device.ids.length > 0 ? { device_ids: [...device.ids] } : { count: device.count }),
            capabilities: ['gpu'],
          },
        ]
      : [],
  );
  const reservations = {
    ...(memory === null ? {} : { memory: bytesText(memory) }),
    ...(cpus === null ? {} : { cpus: String(cpus) }),
    ...(cards.length > 0 ? { devices: cards } : {}),
  };
  return Object.keys(reservations).length > 0 ? { reservations } : {};
}

function healthOf(
  { command, timeout, startPeriod, retries }: HealthCheck,
  settings: Settings,
): object {
  const interval = settings.get('GECKO_HEALTH_INTERVAL');
  return {
    test: ['CMD', ...command.map(literal)],
    ...(interval ? { interval: variable(interval) } : {}),
    timeout: `${timeout / 1_000}s`,
    start_period: `${startPeriod / 1_000}s`,
    retries,
  };
}
