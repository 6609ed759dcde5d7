import type { ConfigValues } from '../config/schema.ts';

/** The project's own web origins: the page's by its loopback names, and those that the user adds. */
export function webOrigins({ ports, web }: Pick<ConfigValues, 'ports' | 'web'>): string[] {
  const page = ports.web.flatMap((port) => [
    `http://127.0.0.1:${port}`,
    `http://localhost:${port}`,
  ]);
  return [...page, ...web.origins];
}
