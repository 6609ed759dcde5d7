/** Docker's own registry, which names without a host mean. */
export const dockerHub = 'docker.io';

/** The registry that an image's name means: `ghcr.io`, `127.0.0.1:5000`, `docker.io`. */
export function registryHost(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return !isHost || first === 'index.docker.io' ? dockerHub : first;
}

/** The same of a key of Docker's configuration, which may be an address: `https://index.docker.io/v1/`. */
export function hostOfKey(key: string): string {
  const host = key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return host === 'index.docker.io' || host === 'registry-1.docker.io' ? dockerHub : host;
}
