import type { ResolvedConfig } from '../../config/schema.ts';
import type { BackendName, ServiceName } from '../../stack/service-spec.ts';

/** Where the page is, which is the way to gecko's own paths of the door, too. */
export function doorUrl({ ports }: Pick<ResolvedConfig, 'ports'>): string {
  return `http://127.0.0.1:${ports.web[0]}`;
}

/** Where a backend answers. */
export function backendUrl({ ports }: Pick<ResolvedConfig, 'ports'>, backend: BackendName): string {
  if (backend === 'corpus') return `${doorUrl({ ports })}/-/corpus`;
  return `http://127.0.0.1:${ports[backend]}`;
}

/** Where the door publishes a service; null where it does not. */
export function publishedUrl(
  config: Pick<ResolvedConfig, 'ports' | 'publish'>,
  name: ServiceName,
): string | null {
  if (name === 'web') return doorUrl(config);
  if (name === 'corpus') return null;
  if (name === 'rag' || name === 'qa') return backendUrl(config, name);
  return config.publish[name] ? `http://127.0.0.1:${config.ports[name]}` : null;
}
