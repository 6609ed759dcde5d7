import type { Snapshot } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { planRestart, planStart, planStop } from '../../plan/plan-verbs.ts';
import type { Plan } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { Report } from '../../ui/ui.ts';
import { reportSystem } from '../report-system.ts';
import { servicesNow } from '../system/services-now.ts';
import { isInterrupted } from './is-interrupted.ts';
import { type DockerProject, openProject } from './open-project.ts';
import { simpleRun } from './simple-run.ts';
import { withMutex } from './with-mutex.ts';

type Verb = 'start' | 'stop' | 'restart';

const planners: Record<
  Verb,
  (seen: Snapshot, services: readonly ServiceName[], seconds?: number) => Plan
> = {
  start: planStart,
  stop: planStop,
  restart: planRestart,
};
const done: Record<Verb, string> = { start: 'Started', stop: 'Stopped', restart: 'Restarted' };

/**
 * Starts, stops or restarts containers that are there; makes and removes none.
 * @param seconds until a container is killed; without them, those of its service
 * @throws GeckoError NOTHING_THERE (exit 10), UNHEALTHY (23), LOCKED (11), and the engine's
 */
export function dockerVerb(
  verb: Verb,
  services: readonly ServiceName[],
  runtime: Runtime,
  seconds?: number,
): Promise<Report> {
  return withMutex(`gecko ${verb}`, runtime, async () => {
    const project = await settled(verb, runtime);
    if (project.seen.containers.length === 0) throw nothingThere(runtime.config.project);
    const plan = planners[verb](project.seen, services, seconds);
    await simpleRun(plan, project, runtime);
    await reportSystem(
      async () => ({ services: await servicesNow(project.engine, runtime) }),
      runtime,
    );
    const names = plan.steps
      .filter(({ kind }) => kind === `container.${verb}`)
      .map(({ id }) => id.split(' ')[1] ?? '');
    return {
      json: { project: runtime.config.project, runtime: 'docker', containers: names },
      text: () => (names.length === 0 ? 'Nothing to do.' : `${done[verb]} ${names.join(', ')}.`),
    };
  });
}

/** Nothing starts on a volume that is half replaced. */
async function settled(verb: Verb, runtime: Runtime): Promise<DockerProject> {
  const project = await openProject(runtime);
  if (verb === 'stop' || !isInterrupted(project.seen)) return project;
  const { takeUp } = await import('../backup/volume/take-up.ts');
  await takeUp(project, runtime);
  return openProject(runtime);
}

/** @param services that were asked for; of others there may be containers */
export function nothingThere(project: string, services: readonly string[] = []): GeckoError {
  const what = services.length === 0 ? 'no containers' : `no container of ${services.join(', ')}`;
  return new GeckoError('NOTHING_THERE', `Project ${project} has ${what}`, {
    exitCode: exitCodes.nothing,
    hint: 'gecko status shows what there is; gecko up makes what the configuration asks for.',
  });
}
