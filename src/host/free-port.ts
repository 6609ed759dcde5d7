import { createServer } from 'node:net';

/** Ports that are tried. */
const TRIES = 50;

/**
 * A port near one that is taken, on which nothing listens now; null where none was found.
 *
 * @param taken not this one, not those that are to be used otherwise
 */
export async function findFreePort(
  near: number,
  taken: ReadonlySet<number>,
): Promise<number | null> {
  const first = near < 1_024 ? near + 8_000 : near + 1;
  for (let port = first; port < first + TRIES && port < 65_536; port += 1)
    if (!taken.has(port) && (await isFree(port))) return port;
  return null;
}

/** On every address: who suggests it does not know on which one it will be used. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
