/** Docker's and Podman's own, where root runs them. */
const bridges: ReadonlySet<string> = new Set(['docker0', 'podman0', 'cni-podman0']);

/**
 * The machine's address at an engine's own bridge, which containers reach: 172.17.0.1. Node.js lists only
 * interfaces that something is connected to, and nothing is to a bridge before its first container.
 *
 * @param routes /proc/net/route: hexadecimal, in the byte order of little-endian processors
 * @param fibTrie /proc/net/fib_trie: all addresses, with which are the machine's own
 */
export function parseBridge(routes: string, fibTrie: string): string | null {
  const own = [...fibTrie.matchAll(/\|-- ([\d.]+)\n\s+\/32 host LOCAL/g)].map(([, ip = '']) => ip);
  for (const line of routes.split('\n')) {
    const [name = '', subnet = '', , , , , , mask = ''] = line.trim().split(/\s+/);
    if (!bridges.has(name) || Number.parseInt(mask, 16) === 0) continue;
    const [start, bits] = [bytesOf(subnet), bytesOf(mask)];
    const isIn = (ip: string) =>
      ip.split('.').every((part, index) => (Number(part) & (bits[index] ?? 0)) === start[index]);
    const found = own.find(isIn);
    if (found !== undefined) return found;
  }
  return null;
}

function bytesOf(hex: string): number[] {
  return (hex.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16));
}
