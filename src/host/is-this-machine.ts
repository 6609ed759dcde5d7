import { hostname, networkInterfaces } from 'node:os';

/** Whether the host of a URL is this machine: by loopback, its name, or an address that it has. */
export function isThisMachine(
  host: string,
  name = hostname(),
  interfaces = networkInterfaces(),
): boolean {
  const asked = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (asked === 'localhost' || asked.startsWith('127.') || asked === '::1') return true;
  const own = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  return asked === name.toLowerCase() || own.some(({ address }) => address === asked);
}
