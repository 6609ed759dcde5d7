import { exitCodes, GeckoError } from '../../errors.ts';
import { planStart, planStop } from '../../plan/plan-verbs.ts';
import type { Runtime } from '../../runtime.ts';
import { usersOfService } from '../../stack/catalog.ts';
import { labelNames } from '../../stack/labels.ts';
import { carryCorpus } from './carry.ts';
import { type DockerProject, openProject } from './open-project.ts';
import { simpleRun } from './simple-run.ts';
import { withMutex } from './with-mutex.ts';

/**
 * Stops the project's containers for `work`, which takes their place, after its corpus was carried over;
 * where anything fails, what ran before runs again.
 * @throws GeckoError NOTHING_THERE (exit 10) where Qdrant's container is gone, and the engine's
 */
export async function leaveContainers<T>(
  { carry }: { carry: boolean },
  runtime: Runtime,
  work: () => Promise<T>,
): Promise<T> {
  // Of an engine that is gone nothing is needed, where the corpus is not.
  if (!carry && !(await engineAnswers(runtime))) return work();
  return withMutex('gecko up', runtime, async () => {
    const project = await openProject(runtime);
    try {
      if (carry) await carryOver(project, runtime);
      const seen = await project.engine.snapshot(project.owner.project);
      await simpleRun(planStop(seen, []), project, runtime);
      return await work();
    } catch (error) {
      await startAgain(project, runtime);
      throw error;
    }
  });
}

async function engineAnswers({ docker, signal }: Runtime): Promise<boolean> {
  try {
    await (await docker()).engine();
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GeckoError && error.exitCode === exitCodes.engine) return false;
    throw error;
  }
}

/** Nobody writes while only Qdrant and the way to it run. */
async function carryOver(project: DockerProject, runtime: Runtime): Promise<void> {
  const { seen } = project;
  const has = (service: string) =>
    seen.containers.some(({ labels }) => labels[labelNames.service] === service);
  if (!has('qdrant') || !has('web')) throw noQdrant(runtime.config.project);
  await simpleRun(planStart(seen, ['web', 'qdrant']), project, runtime);
  await simpleRun(planStop(seen, usersOfService('qdrant')), project, runtime);
  const { supervisor, signal } = runtime;
  await supervisor.replacedBy(() => carryCorpus('embedded', project, runtime), signal);
}

async function startAgain({ engine, seen }: DockerProject, { ui }: Runtime): Promise<void> {
  for (const { name, status } of seen.containers)
    if (status === 'running')
      await engine.startContainer(name).catch((error: unknown) => {
        ui.event({ type: 'warning', text: `${name} could not be started again: ${error}` });
      });
}

function noQdrant(project: string): GeckoError {
  return new GeckoError('NOTHING_THERE', `Project ${project} has no containers to carry from`, {
    exitCode: exitCodes.nothing,
    hint: 'Bring them up first with gecko up, or begin with an empty corpus: --no-carry',
  });
}
