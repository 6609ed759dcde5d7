import { networkInterfaces } from 'node:os';

/** Addresses of this machine that others can reach, bridges of container engines too: IPv4, then IPv6. */
export function lanAddresses(interfaces = networkInterfaces()): string[] {
  const all = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  const of = (family: 'IPv4' | 'IPv6') =>
    all
      .filter((one) => one.family === family && !one.internal)
      .map(({ address }) => address)
      // Of the link alone, and nothing without its zone.
      .filter((address) => !/^fe[89ab]/i.test(address));
  return [...new Set([...of('IPv4'), ...of('IPv6')])];
}
