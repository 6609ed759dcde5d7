import { formatEndpoint, parseEndpoint } from '../../engine/connect/endpoint.ts';
import type { EngineInfo } from '../../engine/engine.ts';
import { portOf } from '../../port-of.ts';

/** Ports below are root's, on most systems. */
const FIRST_FREE = 1024;

/** How to get to addresses that are on the engine's machine; empty where that is this one. */
export function elsewhere(
  urls: readonly string[],
  { isLocal, address }: Pick<EngineInfo, 'isLocal' | 'address'>,
): string[] {
  if (isLocal) return [];
  const endpoint = parseEndpoint(address, null);
  const isSsh = typeof endpoint === 'object' && endpoint.kind === 'ssh';
  const there = urls.map((url) => new URL(url));
  const here = localPorts(there.map(portOf));
  const forwards = there.map((url, n) => `-L ${here[n]}:${url.hostname}:${portOf(url)}`);
  const to = isSsh
    ? formatEndpoint({ ...endpoint, socket: null })
    : `ssh://USER@${typeof endpoint === 'object' && endpoint.kind === 'tcp' ? endpoint.host : 'HOST'}`;
  return [
    `These addresses are on the engine's machine, ${address}. gecko's own commands find the way;`,
    'for others: gecko open, or',
    `  ssh -N ${forwards.join(' ')} ${to}`,
    ...there.flatMap((url, n) =>
      here[n] === portOf(url)
        ? []
        : [`  with which ${url.origin} is ${url.protocol}//127.0.0.1:${here[n]} here`],
    ),
  ];
}

/** The same ports; in place of root's others, which none of the rest has. */
function localPorts(ports: readonly number[]): number[] {
  const taken = new Set(ports);
  return ports.map((port) => {
    if (port >= FIRST_FREE) return port;
    let local = port + 8_000;
    while (taken.has(local)) local++;
    taken.add(local);
    return local;
  });
}
