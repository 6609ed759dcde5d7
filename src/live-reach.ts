import type { DockerTools } from './docker-tools.ts';
import type { Reach } from './engine/reach/reach.ts';
import type { LiveInput } from './live-runtime.ts';
import type { Runtime } from './runtime.ts';
import { containerName } from './stack/names.ts';

/**
 * Ways to the door of a real call of gecko. Where the engine is this machine's it is not asked: its port is
 * the door's. The ways to another end with the process.
 */
export function liveReach(
  { config, paths, env, ui, signal }: LiveInput,
  docker: () => Promise<DockerTools>,
): Runtime['reach'] {
  let ways: Promise<Reach | null> | undefined;
  const open = async () => {
    const [{ chosenEndpoint }, { isLocal }, { liveConnectInput }] = await Promise.all([
      import('./engine/connect/chosen-endpoint.ts'),
      import('./engine/connect/endpoint.ts'),
      import('./live-connect-input.ts'),
    ]);
    const endpoint = await chosenEndpoint(liveConnectInput({ env, paths, ui }));
    if (endpoint === null || isLocal(endpoint)) return null;
    const { openReach } = await import('./engine/reach/reach.ts');
    const engine = await (await docker()).engine();
    const reach = openReach(engine, containerName(config.project, 'web', 1), { env }, signal);
    process.once('exit', () => reach.close());
    return reach;
  };
  return async (port) => {
    ways ??= open();
    const reach = await ways;
    if (reach !== null) return reach.url(port);
    const { publishedUrl } = await import('./engine/reach/published-url.ts');
    return publishedUrl(port);
  };
}
