import { existsSync } from 'node:fs';
import type { DockerTools } from './docker-tools.ts';
import type { Reach } from './engine/reach/reach.ts';
import type { LiveInput } from './live-runtime.ts';
import type { Runtime } from './runtime.ts';
import { isLoopback } from './stack/is-loopback.ts';
import { containerName } from './stack/names.ts';

/**
 * Ways to the door of a real call of gecko. Where the engine is this machine's and the door is for this
 * machine alone, it is not asked: its port is the door's. The ways to another, and through a door that is
 * published beyond loopback, end with the process.
 */
export function liveReach(
  { config, paths, env, ui, signal }: LiveInput,
  docker: () => Promise<DockerTools>,
): Runtime['reach'] {
  let ways: Promise<Reach> | undefined;
  const isElsewhere = async () => {
    const [{ chosenEndpoint }, { isLocal }, { liveConnectInput }] = await Promise.all([
      import('./engine/connect/chosen-endpoint.ts'),
      import('./engine/connect/endpoint.ts'),
      import('./live-connect-input.ts'),
    ]);
    const endpoint = await chosenEndpoint(liveConnectInput({ env, paths, ui }));
    return endpoint !== null && !isLocal(endpoint);
  };
  const open = async () => {
    const { openReach } = await import('./engine/reach/reach.ts');
    const engine = await (await docker()).engine();
    const reach = openReach(engine, containerName(config.project, 'web', 1), { env }, signal);
    process.once('exit', () => reach.close());
    return reach;
  };
  return async (given) => {
    // As it was brought up, whatever the configuration says by now.
    const isExposed = !isLoopback(given.address) || existsSync(paths.project.exposed);
    if (isExposed || (await isElsewhere())) {
      ways ??= open();
      return (await ways).url(isExposed ? { ...given, address: '0.0.0.0' } : given);
    }
    const { publishedUrl } = await import('./engine/reach/published-url.ts');
    return publishedUrl(given);
  };
}
