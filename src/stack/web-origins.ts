import type { ConfigValues } from '../config/schema.ts';

/** The project's own web origins: the page's by its names, and those that the user adds. */
export function webOrigins({
  ports,
  web,
  expose,
  tls,
  hosts,
}: Pick<ConfigValues, 'ports' | 'web' | 'expose' | 'tls' | 'hosts'>): string[] {
  const scheme = expose && tls.cert !== undefined ? 'https' : 'http';
  const names = ['127.0.0.1', 'localhost', ...(expose ? hosts : [])];
  const page = ports.web.flatMap((port) => names.map((name) => `${scheme}://${name}:${port}`));
  return [...page, ...web.origins];
}
