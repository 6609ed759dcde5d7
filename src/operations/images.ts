import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { needsDocker } from './needs-docker.ts';

/** The images of the project's containers. @throws GeckoError RUNTIME_UNSUPPORTED (exit 21), and what dockerImages throws */
export async function images(services: readonly string[], runtime: Runtime): Promise<Report> {
  await needsDocker('gecko images', 'It has one process and no images.', runtime);
  const { dockerImages } = await import('./docker/images.ts');
  return dockerImages(services, runtime);
}
