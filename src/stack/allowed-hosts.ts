import type { ConfigValues } from '../config/schema.ts';
import { isLoopback } from './is-loopback.ts';
import { urlHost } from './url-host.ts';

/** Names by which others may ask, besides the loopback names: an address that is published is one, too. */
export function allowedHosts({
  bind,
  expose,
  hosts,
}: Pick<ConfigValues, 'bind' | 'expose' | 'hosts'>): string[] {
  const isOne = expose && !isLoopback(bind) && !['0.0.0.0', '::'].includes(bind);
  return isOne ? [...hosts, urlHost(bind)] : [...hosts];
}
