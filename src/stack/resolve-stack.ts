import type { ConfigValues } from '../config/schema.ts';
import type { EngineInfo } from '../engine/engine.ts';
import type { ContainerSpec, MountSpec, NetworkSpec } from '../engine/objects.ts';
import { asksOllama } from './asks-ollama.ts';
import { backendEnvironment } from './backend-environment.ts';
import { catalog } from './catalog.ts';
import { checkFolders } from './check-folders.ts';
import { checkReplicas } from './check-replicas.ts';
import { clampLimits } from './clamp-limits.ts';
import { configHash } from './config-hash.ts';
import { configParts } from './config-parts.ts';
import { corpusBackend, isUsersOwn } from './corpus-backend.ts';
import { doorPorts } from './door-ports.ts';
import { engineNotes } from './engine-notes.ts';
import { asSeenByDoor, type Hardware, hostName } from './hardware.ts';
import { keyId } from './key-id.ts';
import { type Owner, ownerLabels } from './labels.ts';
import { toMount } from './mount.ts';
import { configVolumeName, networkName, volumeName } from './names.ts';
import {
  CONFIG_FOLDER,
  OWN_PAGE_FOLDER,
  type ServiceName,
  type ServiceSpec,
} from './service-spec.ts';
import type {
  ConfigFile,
  ResolvedImage,
  ResolvedService,
  ResolvedStack,
  ResolvedVolume,
} from './stack.ts';

export interface StackInput {
  owner: Owner;
  config: ConfigValues;
  engine: Pick<
    EngineInfo,
    'address' | 'isLocal' | 'cpus' | 'memory' | 'canLimit' | 'rootless' | 'selinux' | 'usernsRemap'
  >;
  hardware: Hardware;
  /** Of each service of the stack. */
  images: Readonly<Record<ServiceName, ResolvedImage>>;
  /** Of each service, secrets included. */
  files: Readonly<Record<ServiceName, readonly ConfigFile[]>>;
  /** Keys the HMAC of the files. */
  secret: string;
  /** Folder that relative mounts start from. */
  base: string;
  /** Without it no model is asked for. */
  withModel: boolean;
}

/**
 * The stack as it is wanted: services as data, under the hardware profile and the user's configuration.
 * @throws GeckoError ENGINE_UNABLE (exit 21) for folders that an engine on another machine cannot mount, and
 *   for more replicas than it can hold
 */
export function resolveStack(input: StackInput): ResolvedStack {
  const { owner, config, hardware, engine } = input;
  checkFolders(config, engine);
  const specs = catalog.filter((spec) => isNeeded(spec, input));
  checkReplicas(
    specs.map(({ name }) => name),
    config,
    engine,
  );
  const resolved = specs.map((spec) => resolveService(spec, specs, input));
  return {
    owner,
    keyId: keyId(input.secret),
    profile: hardware.profile,
    networks: networksOf(input),
    volumes: [
      ...dataVolumes(specs, input),
      ...resolved.flatMap(({ service }) => configVolumes(service)),
    ],
    weightsVolume: config.volumes.models.name ?? volumeName(owner.project, 'models'),
    services: resolved.map(({ service }) => service),
    hostOllama: asksOllama(input.config) ? asSeenByDoor(hardware) : null,
    model: input.withModel && hasOllama(input) ? config.model : null,
    notes: [
      ...resolved.flatMap(({ notes }) => notes),
      ...engineNotes(
        resolved.map(({ service }) => service),
        input.engine,
      ),
    ],
  };
}

function isUsers({ name }: ServiceSpec, { config }: StackInput): boolean {
  return (name === 'rag' || name === 'qa') && isUsersOwn(name, config);
}

function isBackend({ name }: ServiceSpec): boolean {
  return name === 'rag' || name === 'qa' || name === 'corpus';
}

function isNeeded({ name }: ServiceSpec, input: StackInput): boolean {
  if (name === 'corpus') return corpusBackend(input.config) === 'corpus';
  return name !== 'ollama' || hasOllama(input);
}

/** An Ollama of our own; else the door forwards to another one. */
function hasOllama(input: StackInput): boolean {
  return input.hardware.profile !== 'host' && asksOllama(input.config);
}

function resolveService(
  spec: ServiceSpec,
  all: readonly ServiceSpec[],
  input: StackInput,
): { service: ResolvedService; notes: string[] } {
  const { owner, config, engine, images, files, secret } = input;
  const own = config.services[spec.name];
  const wanted = {
    memory: own.limits.memory ?? spec.limits.memory,
    cpus: own.limits.cpus ?? spec.limits.cpus,
  };
  const { limits, notes } = clampLimits(spec.name, wanted, engine);
  const isOwn = isUsers(spec, input);
  const configVolume = configVolumeName(owner.project, spec.name);
  const container: ResolvedService['container'] = {
    ...(spec.command && !isOwn ? { command: spec.command } : {}),
    env: {
      ...spec.env,
      ...(isBackend(spec) ? backendEnvironment({ config, owner, service: spec }) : {}),
      ...own.env,
    },
    ...(spec.user && !isOwn ? { user: spec.user } : {}),
    networks: joined(spec, input),
    extraHosts: toHost(spec, input),
    ports: spec.name === 'web' ? doorPorts(config) : [],
    mounts: [
      ...spec.volumes.map(
        ({ volume, target, readOnly }): MountSpec => ({
          type: 'volume',
          source: config.volumes[volume].name ?? volumeName(owner.project, volume),
          target,
          readOnly,
        }),
      ),
      ...(files[spec.name].length > 0
        ? [{ type: 'volume' as const, source: configVolume, target: CONFIG_FOLDER, readOnly: true }]
        : []),
      ...(spec.name === 'web' && config.web.root !== undefined && engine.isLocal
        ? [toMount(`${config.web.root}:${OWN_PAGE_FOLDER}:ro`, input.base, engine.selinux)]
        : []),
      ...own.mounts.map((text) => toMount(text, input.base, engine.selinux)),
    ],
    tmpfs: spec.tmpfs,
    ...hardwareOf(spec, input),
    readOnlyRoot: spec.readOnlyRoot && !isOwn,
    dropCapabilities: true,
    limits: { ...limits, pids: null, shm: null },
    restart: own.restart,
    logRotation: { size: '10m', files: 3 },
    health: isOwn ? null : spec.health,
    stopTimeout: spec.stopTimeout,
    ...(spec.stopSignal === undefined ? {} : { stopSignal: spec.stopSignal }),
  };
  const image = images[spec.name];
  const parts = { image, container, files: files[spec.name] };
  return {
    service: {
      name: spec.name,
      replicas: own.replicas,
      ...parts,
      configVolume,
      hash: configHash(parts, secret),
      parts: configParts(parts, secret),
      after: spec.after.filter((name) => all.some((one) => one.name === name)),
      userEnv: Object.keys(own.env),
      reservations: {
        memory: own.reservations.memory ?? spec.reservations?.memory ?? null,
        cpus: own.reservations.cpus ?? spec.reservations?.cpus ?? null,
      },
    },
    notes,
  };
}

/** The way to an Ollama on the engine's machine. */
function toHost({ name }: ServiceSpec, { hardware }: StackInput): ContainerSpec['extraHosts'] {
  return name === 'web' && hardware.upstream !== null
    ? [{ name: hostName, address: 'host-gateway' }]
    : [];
}

/** The old names stay DNS names; the door stands in for an Ollama that runs elsewhere. */
function joined(spec: ServiceSpec, input: StackInput): ContainerSpec['networks'] {
  const { owner, config } = input;
  const others = spec.name === 'web' && !hasOllama(input) ? ['ollama'] : [];
  const aliases = [spec.name, ...spec.oldNames, ...others];
  const names = config.network
    ? [config.network]
    : spec.networks.map((kind) => networkName(owner.project, kind));
  return names.map((name) => ({ name, aliases }));
}

function hardwareOf(
  { name }: ServiceSpec,
  { hardware }: StackInput,
): Pick<ContainerSpec, 'devices' | 'groups' | 'securityOptions'> {
  if (name !== 'ollama') return { devices: [], groups: [], securityOptions: [] };
  const { devices, groups, securityOptions } = hardware;
  return { devices, groups, securityOptions };
}

function networksOf({ owner, config }: StackInput): NetworkSpec[] {
  if (config.network) return [];
  const labels = ownerLabels(owner);
  return (['internal', 'external'] as const).map((kind) => ({
    name: networkName(owner.project, kind),
    internal: kind === 'internal',
    labels,
  }));
}

function dataVolumes(specs: readonly ServiceSpec[], input: StackInput): ResolvedVolume[] {
  const used = new Set(specs.flatMap(({ volumes }) => volumes.map(({ volume }) => volume)));
  return [...used].map((volume) => {
    const external = input.config.volumes[volume].name;
    return {
      name: external ?? volumeName(input.owner.project, volume),
      external: external !== undefined,
      content: 'data',
    };
  });
}

function configVolumes({ configVolume, files }: ResolvedService): ResolvedVolume[] {
  return files.length === 0 ? [] : [{ name: configVolume, external: false, content: 'config' }];
}
