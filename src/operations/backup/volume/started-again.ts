import { GeckoError } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { startStopped } from './stopped-note.ts';

/** What a killed gecko had stopped runs again; where it does not answer that is told, and no reason to end. */
export async function startedAgain(project: DockerProject, runtime: Runtime): Promise<void> {
  try {
    await startStopped(project, runtime);
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    const text = `What an interrupted restore had stopped does not answer: ${error.message}`;
    runtime.ui.event({ type: 'warning', text });
  }
}
