/**
 * An upstream of nginx: one line a replica, kept up to date by DNS, so that nginx starts before the
 * servers exist. An answer of a language model takes minutes: the replica with the fewest gets the next.
 *
 * @param servers `NAME:PORT`
 * @param spare asked where none of those answers
 * @param method how one of several is chosen; the hash of a constant is always the same one
 */
export function upstream(
  name: string,
  servers: readonly string[],
  method: 'least_conn' | 'hash sign-in' = 'least_conn',
  spare: readonly string[] = [],
): string {
  const lines = [
    ...servers.map((server) => `  ${serverLine(server)};`),
    ...spare.map((server) => `  ${serverLine(server)} backup;`),
  ];
  return [`upstream ${name} {`, `  zone ${name} 256k;`, `  ${method};`, ...lines, '}', ''].join(
    '\n',
  );
}

/** A server that fails is left out for a second, not for ten: it may be the only one. */
function serverLine(server: string): string {
  return `server ${server} max_fails=1 fail_timeout=1s${isFixed(server) ? '' : ' resolve'}`;
}

/** An address, or a name that DNS does not know: Docker writes it into /etc/hosts. */
function isFixed(server: string): boolean {
  const name = server.replace(/:\d+$/, '');
  return (
    /^\d+\.\d+\.\d+\.\d+$/.test(name) || name.startsWith('[') || name === 'host.docker.internal'
  );
}
