import type { ConfigValues } from '../config/schema.ts';
import { allowedHosts } from './allowed-hosts.ts';

/** Web origins of the project at these ports by each of its names, as a browser writes them. */
export function originsAt(
  ports: readonly number[],
  config: Pick<ConfigValues, 'bind' | 'expose' | 'tls' | 'hosts'>,
): string[] {
  const { expose, tls } = config;
  const scheme = expose && tls.cert !== undefined ? 'https' : 'http';
  const names = ['127.0.0.1', 'localhost', ...(expose ? allowedHosts(config) : [])];
  const urls = ports.flatMap((port) => names.map((name) => `${scheme}://${name}:${port}`));
  // The port that a scheme has by itself is not written. What no browser can ask for is none.
  return urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin);
}
