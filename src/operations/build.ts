import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import type { BuildInput } from './docker/build.ts';
import { needsEngine } from './needs-engine.ts';

/** Builds images of the docker runtime. @throws what dockerBuild throws */
export async function build(input: BuildInput, runtime: Runtime): Promise<Report> {
  needsEngine('gecko build', runtime);
  const { dockerBuild } = await import('./docker/build.ts');
  return dockerBuild(input, runtime);
}
