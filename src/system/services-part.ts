import type { ReportValues } from '@gecko/core/contract/system-report';
import type { ContainerDetails, ImageState } from '../engine/objects.ts';
import { imageName } from '../stack/image-name.ts';
import { labelNames } from '../stack/labels.ts';
import { clipped } from './clipped.ts';

type Service = ReportValues['services'][number];
type Replica = Service['replicas'][number];

/** A container with what only an inspection tells; without it where nobody looked. */
export type SeenContainer = Pick<
  ContainerDetails,
  'name' | 'labels' | 'status' | 'health' | 'statusText' | 'image' | 'imageId'
> &
  Partial<Pick<ContainerDetails, 'startedAt' | 'restarts'>>;

export interface SeenServices {
  /** In the order in which their services are to be told. */
  containers: readonly SeenContainer[];
  images: readonly ImageState[];
  /** Where a service answers, for people; null: nowhere that is published. */
  urlOf(service: string): string | null;
}

/** From the worst to the best. */
const healths = ['unhealthy', 'degraded', 'healthy'] as const;

/** The services of a stack, each with its replicas, for the page. */
export function servicesPart({ containers, images, urlOf }: SeenServices): Service[] {
  const names = [...new Set(containers.map(serviceOf))].filter((name) => name !== '');
  return names.map((name) => {
    const own = containers.filter((container) => serviceOf(container) === name);
    const replicas = own.map(replicaOf);
    const isRunning = replicas.some(({ state }) => state === 'running');
    const [first] = own;
    const image = first ? imageName(first, images) : null;
    const version = first?.labels[labelNames.version];
    return {
      name,
      state: isRunning ? 'running' : 'stopped',
      health: worst(replicas),
      version: ownsImage(name) && version ? version : versionOf(image),
      image: image === null ? null : clipped(image, 300),
      url: isRunning ? urlOf(name) : null,
      startedAt: latest(replicas),
      restarts: restartsOf(replicas),
      replicas,
    };
  });
}

function serviceOf({ labels }: SeenContainer): string {
  return labels[labelNames.service] ?? '';
}

function replicaOf({ name, status, health, statusText, ...seen }: SeenContainer): Replica {
  const isRunning = status === 'running';
  const { startedAt = null, restarts = null } = seen;
  return {
    name: clipped(name, 300),
    state: isRunning ? 'running' : 'stopped',
    health: !isRunning ? null : health === 'starting' ? 'degraded' : health,
    startedAt: isRunning && startedAt !== null ? new Date(startedAt).toISOString() : null,
    restarts,
    detail: clipped(statusText, 2_000),
  };
}

function worst(replicas: readonly Replica[]): Service['health'] {
  return healths.find((health) => replicas.some((one) => one.health === health)) ?? null;
}

function latest(replicas: readonly Replica[]): string | null {
  return (
    replicas
      .map(({ startedAt }) => startedAt ?? '')
      .toSorted()
      .at(-1) || null
  );
}

function restartsOf(replicas: readonly Replica[]): number | null {
  const known = replicas.flatMap(({ restarts }) => restarts ?? []);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}

/** Made by this gecko, whose version the container's label has. */
function ownsImage(service: string): boolean {
  return service === 'rag' || service === 'qa' || service === 'corpus';
}

/** `qdrant/qdrant:v1.15.4` → `v1.15.4`; null for a digest. */
function versionOf(image: string | null): string | null {
  const [, tag] = /:([\w.-]+)(?:@sha256:[0-9a-f]+)?$/.exec(image ?? '') ?? [];
  return tag ?? null;
}
