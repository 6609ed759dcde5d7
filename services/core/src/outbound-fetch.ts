import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';

/** How what gecko fetches for itself leaves the machine. */
export interface Outbound {
  /** Proxies by what is asked for, as HTTP_PROXY, HTTPS_PROXY and NO_PROXY name them. */
  httpProxy?: string;
  httpsProxy?: string;
  noProxy?: string;
  /** File in PEM of authorities that are trusted besides the usual ones. */
  ca?: string;
}

/**
 * A fetch through these proxies, with these authorities; Node's own where there is none of both.
 * @throws with the system's reason where the file of authorities cannot be read
 */
export async function outboundFetch(outbound: Outbound = {}): Promise<typeof fetch> {
  const { httpProxy = '', httpsProxy = '', noProxy = '', ca } = outbound;
  if (httpProxy === '' && httpsProxy === '' && ca === undefined) return fetch;
  const { default: undici } = await import('undici');
  const trust = ca === undefined ? {} : { ca: trusted(ca) };
  const dispatcher = new undici.EnvHttpProxyAgent({
    // Given even where empty: else the package would read the environment itself.
    ...{ httpProxy, httpsProxy, noProxy },
    ...{ connect: trust, requestTls: trust, proxyTls: trust },
    // Only what is encrypted goes through a tunnel: many proxies allow no other.
    proxyTunnel: false,
  });
  // The package and Node declare the same standard types, each its own.
  const send = undici.fetch as unknown as (input: unknown, init: unknown) => Promise<Response>;
  return (input, init) => send(input, { ...init, dispatcher });
}

/** The usual authorities and those of the file: Node would take a list for all there are. */
export function trusted(file: string): string[] {
  const { getCACertificates } = tls as { getCACertificates?: () => string[] };
  return [...(getCACertificates?.() ?? tls.rootCertificates), readFileSync(file, 'utf8')];
}
