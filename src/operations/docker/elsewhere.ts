import { formatEndpoint, parseEndpoint } from '../../engine/connect/endpoint.ts';
import type { EngineInfo } from '../../engine/engine.ts';

/** How to get to addresses that are on the engine's machine; empty where that is this one. */
export function elsewhere(
  urls: readonly string[],
  { isLocal, address }: Pick<EngineInfo, 'isLocal' | 'address'>,
): string[] {
  if (isLocal) return [];
  const endpoint = parseEndpoint(address, null);
  const isSsh = typeof endpoint === 'object' && endpoint.kind === 'ssh';
  const forwards = urls.map((url) => new URL(url)).map(({ host, port }) => `-L ${port}:${host}`);
  const to = isSsh
    ? formatEndpoint({ ...endpoint, socket: null })
    : `ssh://USER@${typeof endpoint === 'object' && endpoint.kind === 'tcp' ? endpoint.host : 'HOST'}`;
  return [
    `These addresses are on the engine's machine, ${address}. gecko's own commands find the way;`,
    'for others: gecko open, or',
    `  ssh -N ${forwards.join(' ')} ${to}`,
  ];
}
