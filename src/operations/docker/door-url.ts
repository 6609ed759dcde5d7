import type { ResolvedConfig } from '../../config/schema.ts';
import { publishedUrl as urlOf } from '../../engine/reach/published-url.ts';
import type { Runtime } from '../../runtime.ts';
import { allowedHosts } from '../../stack/allowed-hosts.ts';
import { doorListens, doorPorts } from '../../stack/door-ports.ts';
import type { BackendName, ServiceName } from '../../stack/service-spec.ts';

type Ports = Pick<ResolvedConfig, 'bind' | 'expose' | 'ports' | 'publish' | 'generator'>;

/** Base URL at which the door answers for a service, from here. The page's is the way to gecko's own paths, too. */
export function doorUrl(
  service: 'web' | 'rag' | 'qa',
  { config, reach }: Pick<Runtime, 'config' | 'reach'>,
): Promise<string> {
  const port = doorPort(config, service);
  if (!port) throw new Error(`the door has no port for ${service}`);
  return reach(port);
}

/** Base URL at which a backend answers, from here. */
export async function backendUrl(
  backend: BackendName,
  runtime: Pick<Runtime, 'config' | 'reach'>,
): Promise<string> {
  if (backend === 'corpus') return `${await doorUrl('web', runtime)}/-/corpus`;
  return doorUrl(backend, runtime);
}

/**
 * Where the door publishes a service, for people: on the engine's machine, or by its first name where it is
 * exposed; null where it does not.
 */
export function publishedUrl(
  config: Ports & Pick<ResolvedConfig, 'hosts' | 'tls'>,
  service: ServiceName,
): string | null {
  const port = doorPort(config, service);
  if (!port) return null;
  const { expose, tls } = config;
  const scheme = expose && tls.cert !== undefined ? 'https:' : 'http:';
  // The scheme first: a URL forgets a port that its scheme has by itself.
  const url = new URL(urlOf(port).replace('http:', scheme));
  if (expose) url.hostname = allowedHosts(config)[0] ?? url.hostname;
  return url.origin;
}

/** Of several for the page, the first. */
function doorPort(config: Ports, service: ServiceName) {
  if (service === 'corpus') return undefined;
  return doorPorts(config).find(({ containerPort }) => containerPort === doorListens[service]);
}
