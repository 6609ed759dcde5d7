import { BlockList, isIP } from 'node:net';

/** Whether a list such as `localhost,.example.org,127.0.0.0/8` (NO_PROXY) keeps a host from the proxy. */
export function isExempt(host: string, noProxy: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((entry) => entry.toLowerCase().replace(/:\d+$/, ''))
    .some((entry) => {
      if (entry === '*' || entry === host) return true;
      const [network = '', bits] = entry.split('/');
      if (bits !== undefined && isIP(network) === 4 && isIP(host) === 4)
        return isWithin(host, network, Number(bits));
      const suffix = entry.replace(/^\*?\./, '');
      return suffix !== '' && host.endsWith(`.${suffix}`);
    });
}

function isWithin(host: string, network: string, bits: number): boolean {
  if (!(bits >= 0 && bits <= 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits);
  return list.check(host);
}
