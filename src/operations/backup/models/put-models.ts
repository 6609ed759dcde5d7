import type { Runtime } from '../../../runtime.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { type BringModelsInput, bringModels } from './bring-models.ts';
import { inModels } from './in-models.ts';
import { stagedModels } from './staged-models.ts';

/** Milliseconds to remove what a restore has left that was broken off. */
const TIDYING = 60_000;

/**
 * Brings models into the volume of the stack's Ollama. What is broken off leaves nothing there.
 * @returns the bytes that were sent
 * @throws GeckoError what bringModels throws, and the engine's
 */
export async function putModels(
  input: BringModelsInput,
  project: DockerProject,
  runtime: Runtime,
): Promise<number> {
  const { signal } = runtime;
  try {
    return await inModels(project, { readOnly: false, signal }, runtime, (tool, undisturbed) =>
      bringModels(input, { tool, undisturbed }, { ollama: project.door.ollama, signal }),
    );
  } catch (error) {
    const tidying = { readOnly: false, signal: AbortSignal.timeout(TIDYING) };
    // The next restore tidies up, too.
    await inModels(project, tidying, runtime, (tool) => stagedModels(tool).remove()).catch(
      () => {},
    );
    throw error;
  }
}
