import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { needsDocker } from './needs-docker.ts';

/**
 * Starts, stops or restarts containers of the docker runtime.
 * @param input.seconds until a container is killed; without them, those of its service
 * @throws what dockerVerb throws
 */
export async function verb(
  name: 'start' | 'stop' | 'restart',
  { services, seconds }: { services: readonly string[]; seconds?: number | undefined },
  runtime: Runtime,
): Promise<Report> {
  const instead = { start: 'gecko up', stop: 'gecko down', restart: 'gecko down && gecko up' };
  await needsDocker(`gecko ${name}`, `In the embedded runtime: ${instead[name]}`, runtime);
  const [{ dockerVerb }, { servicesNamed }] = await Promise.all([
    import('./docker/verbs.ts'),
    import('./docker/service-arguments.ts'),
  ]);
  return dockerVerb(name, servicesNamed(services), runtime, seconds);
}
