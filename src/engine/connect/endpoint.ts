/** Files of a TLS connection, as PEM. */
export interface TlsMaterial {
  ca: string | null;
  cert: string | null;
  key: string | null;
  /** False: any certificate of the server is taken. */
  verify: boolean;
}

/** Where an engine listens. */
export type Endpoint =
  /** A socket, or a named pipe of Windows. */
  | { kind: 'socket'; path: string }
  | { kind: 'tcp'; host: string; port: number; pathPrefix: string; tls: TlsMaterial | null }
  /** `socket`: the engine's socket there, null for its default. */
  | { kind: 'ssh'; host: string; user: string; port: number | null; socket: string | null };

/**
 * Reads an address as Docker's command line does: `unix:///run/docker.sock`, `tcp://host:2376`,
 * `host:2375`, `ssh://user@host`, `npipe:////./pipe/docker_engine`.
 * @param tls decides the default port; null for none
 * @returns the reason where the address is not one
 */
export function parseEndpoint(address: string, tls: TlsMaterial | null): Endpoint | string {
  const [, scheme = 'tcp', rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/s.exec(address.trim()) ?? [];
  switch (scheme) {
    case 'unix':
    case 'npipe':
      return rest === '' ? `${scheme}:// needs a path` : { kind: 'socket', path: rest };
    case 'tcp':
      return tcpEndpoint(rest, tls);
    case 'ssh':
      return sshEndpoint(rest);
    default:
      return `${scheme}:// is not supported: use unix, tcp or ssh`;
  }
}

/** As the user would write it, without a password. */
export function formatEndpoint(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'socket':
      return endpoint.path.startsWith('//')
        ? `npipe://${endpoint.path}`
        : `unix://${endpoint.path}`;
    case 'tcp':
      return `tcp://${bracketed(endpoint.host)}:${endpoint.port}${endpoint.pathPrefix}`;
    case 'ssh': {
      const user = endpoint.user === '' ? '' : `${endpoint.user}@`;
      const port = endpoint.port === null ? '' : `:${endpoint.port}`;
      return `ssh://${user}${bracketed(endpoint.host)}${port}${endpoint.socket ?? ''}`;
    }
  }
}

/** Whether the engine's machine is this one. A tunnel that ends on loopback cannot be told from it. */
export function isLocal(endpoint: Endpoint): boolean {
  if (endpoint.kind === 'socket') return true;
  return endpoint.kind === 'tcp' && /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(endpoint.host);
}

function tcpEndpoint(rest: string, tls: TlsMaterial | null): Endpoint | string {
  // URL would take the first folder for a host.
  if (rest.startsWith('/')) return `${rest} is a path: a socket is unix://${rest}`;
  const url = parseUrl(`http://${rest}`);
  if (url === null) return `tcp://${rest} is no address`;
  // URL leaves out the port that is http's default.
  const port = url.port === '' ? (/:80(\/|$)/.test(rest) ? 80 : tls ? 2376 : 2375) : +url.port;
  const pathPrefix = url.pathname.replace(/\/$/, '');
  return { kind: 'tcp', host: hostOf(url), port, pathPrefix, tls };
}

function sshEndpoint(rest: string): Endpoint | string {
  const url = parseUrl(`ssh://${rest}`);
  if (url === null) return `ssh://${rest} is no address`;
  if (url.password !== '') return 'an ssh address with a password is not supported: use a key';
  const socket = url.pathname === '' || url.pathname === '/' ? null : url.pathname;
  const port = url.port === '' ? null : Number(url.port);
  return { kind: 'ssh', host: hostOf(url), user: decodeURIComponent(url.username), port, socket };
}

function parseUrl(text: string): URL | null {
  try {
    const url = new URL(text);
    return url.hostname === '' ? null : url;
  } catch {
    return null;
  }
}

const hostOf = (url: URL) => url.hostname.replace(/^\[(.*)\]$/, '$1');
const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host);
