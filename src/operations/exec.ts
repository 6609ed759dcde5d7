import type { Runtime } from '../runtime.ts';
import type { ExecInput } from './docker/exec.ts';
import { needsDocker } from './needs-docker.ts';

/** Runs a program in a container. @returns its exit code; throws what dockerExec throws */
export async function exec(input: ExecInput, runtime: Runtime): Promise<number> {
  await needsDocker('gecko exec', 'There are no containers to run anything in.', runtime);
  const { dockerExec } = await import('./docker/exec.ts');
  return dockerExec(input, runtime);
}
