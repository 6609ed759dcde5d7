import { TrialFailed } from '../../engine/execute/trial-failed.ts';
import type { Plan } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import { imageError } from './image-error.ts';
import type { DockerProject } from './open-project.ts';
import { simpleRun } from './simple-run.ts';

/**
 * Brings the images, and tries the hardware profile out; of the stack nothing is touched.
 * @returns why the profile does not work, in the words of its trial; null where nothing speaks against it
 * @throws GeckoError IMAGE_MISSING (exit 21) where no registry can be reached, PULL_FAILED (1), and the engine's
 */
export async function prepare(
  first: Plan,
  project: DockerProject,
  runtime: Runtime,
  shown: { quietPull?: boolean } = {},
): Promise<string | null> {
  if (first.steps.length === 0) return null;
  try {
    await simpleRun(first, project, runtime, shown);
    return null;
  } catch (error) {
    if (error instanceof TrialFailed) return error.said;
    throw imageError(error, first);
  }
}
