import type { OldService } from './old-stack.ts';

type Tree = Record<string, unknown>;

/** What graphics hardware a service of a Compose file asks for. */
export function gpuOf(service: Tree): OldService['gpu'] {
  const devices = (Array.isArray(service.devices) ? service.devices : []).map(String);
  const isRocm = typeof service.image === 'string' && /:[\w.-]*rocm/.test(service.image);
  if (isRocm || devices.some((one) => one.startsWith('/dev/kfd'))) return { kind: 'amd' };
  const reserved = within(service, 'deploy', 'resources', 'reservations', 'devices');
  const [request] = [...asList(reserved), ...asList(service.gpus)].filter(isNvidia);
  if (service.gpus === 'all') return { kind: 'nvidia', count: 'all', ids: [] };
  if (request) {
    const ids = asList(request.device_ids).map(String);
    const count = request.count === undefined && ids.length === 0 ? 'all' : request.count;
    return {
      kind: 'nvidia',
      count: count === 'all' || count === -1 ? 'all' : Number(count ?? ids.length) || 1,
      ids,
    };
  }
  return service.runtime === 'nvidia' ? { kind: 'nvidia', count: 'all', ids: [] } : null;
}

function isNvidia(request: unknown): request is Tree {
  if (typeof request !== 'object' || request === null) return false;
  const { driver, capabilities } = request as Tree;
  return driver === 'nvidia' || asList(capabilities).flat().includes('gpu');
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function within(tree: unknown, ...path: string[]): unknown {
  let node = tree;
  for (const part of path) node = (node as Tree | null | undefined)?.[part];
  return node;
}
