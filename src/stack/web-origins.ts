import type { ConfigValues } from '../config/schema.ts';
import { originsAt } from './origins-at.ts';

/** The project's own web origins: the page's by its names, and those that the user adds. */
export function webOrigins(
  config: Pick<ConfigValues, 'ports' | 'web' | 'bind' | 'expose' | 'tls' | 'hosts'>,
): string[] {
  return [...originsAt(config.ports.web, config), ...config.web.origins];
}
