import type { Engine } from '../../engine/engine.ts';
import { isEngineGone } from '../../engine/engine-gone.ts';
import { GeckoError } from '../../errors.ts';
import { planDown } from '../../plan/plan-down.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import { type DockerProject, openProject } from '../docker/open-project.ts';
import { simpleRun } from '../docker/simple-run.ts';
import { readAdoptMark, removeAdoptMarks, writeAdoptMark } from './adopt-mark.ts';
import { allToStop } from './all-to-stop.ts';
import { copyOldData } from './copy-old-data.ts';
import type { MovePlan } from './move-plan.ts';
import { oldImageOrPull } from './old-image-or-pull.ts';
import { removeScratch } from './remove-scratch.ts';

/** Seconds that a container of the old stack has to end: Qdrant writes what it has in memory. */
const SECONDS = { asking: 10, keeping: 30 };

/**
 * Stops the old stack, copies its data, and lets `work` take its place. Where any of that fails, what was made
 * is taken back and the containers that ran run again; a mark in the engine tells the next gecko of them where
 * this one is killed. @throws what failed
 */
export async function inPlaceOf<T>(
  plan: MovePlan,
  runtime: Runtime,
  work: () => Promise<T>,
): Promise<T> {
  const { ui, signal } = runtime;
  const project = await openProject(runtime);
  const { engine, owner, seen } = project;
  // Before anything is stopped: what reads the old data has to be there.
  for (const volume of [plan.qdrant, plan.ollama])
    if (volume) await oldImageOrPull(volume.data.service, engine, runtime);
  const running = allToStop(plan).map(({ id }) => id);
  await writeAdoptMark(engine, owner, seen, { from: plan.stack.project, ran: running });
  // Of a gecko that was killed: the containers that it had stopped count, too.
  const ran = [...new Set([...(readAdoptMark(seen)?.ran ?? []), ...running])];
  let result: T;
  try {
    for (const when of ['asking', 'keeping'] as const) await stopAll(when, plan, engine, runtime);
    await copyOldData(plan, project, runtime);
    signal.throwIfAborted();
    result = await work();
  } catch (error) {
    if (isEngineGone(error))
      ui.event({
        type: 'warning',
        text: 'The engine does not answer. Once it does, gecko adopt goes on, and docker compose start brings the old stack back.',
      });
    else await giveBack(ran, project, runtime);
    throw error;
  }
  // What a kill would leave in between takes room, and says nothing wrong.
  await removeAdoptMarks(engine, owner.project);
  await removeScratch(engine, owner.project);
  ui.event({ type: 'success', text: `Moved in from ${plan.stack.project}` });
  return result;
}

async function stopAll(
  when: 'asking' | 'keeping',
  { stop }: MovePlan,
  engine: Engine,
  { ui, signal }: Runtime,
): Promise<void> {
  signal.throwIfAborted();
  const stopping = stop[when].map(({ id, name }) => {
    ui.event({ type: 'step', text: `Stopping ${name}` });
    return engine.stopContainer(id, SECONDS[when]);
  });
  const [failed] = (await Promise.allSettled(stopping)).filter((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Ctrl-C may be the reason: it has to be done all the same. */
async function giveBack(
  ran: readonly string[],
  project: DockerProject,
  runtime: Runtime,
): Promise<void> {
  const { engine, owner, seen: before } = project;
  const undisturbed = { ...runtime, signal: new AbortController().signal };
  const { ui } = runtime;
  const warn = (what: string) => (error: unknown) => {
    if (!(error instanceof GeckoError)) throw error;
    ui.event({ type: 'warning', text: `${what}: ${error.message}` });
  };
  const now = await engine.snapshot(owner.project);
  // Those of an attempt that was killed hold the ports, too.
  if (before.containers.length === 0 || readAdoptMark(before) !== null)
    await simpleRun(planDown(now, { volumes: false }), project, undisturbed, { goOn: true }).catch(
      warn('What was made could not be taken back'),
    );
  else if (before.containers.some(({ status }) => status === 'running'))
    ui.event({ type: 'note', text: 'What ran of this project before: gecko up starts it again.' });
  await removeScratch(engine, owner.project).catch(warn('The copy could not be removed'));
  await removeNewVolumes(project).catch(warn('A volume could not be removed'));
  if (ran.length > 0) ui.event({ type: 'note', text: 'Starting the old stack again' });
  for (const id of ran.toReversed())
    await startAgain(engine, id).catch(warn('A container of the old stack does not start'));
  await removeAdoptMarks(engine, owner.project).catch(warn('A mark could not be removed'));
}

/** Somebody may have removed it, or made it anew, since. */
async function startAgain(engine: Engine, id: string): Promise<void> {
  if (await engine.container(id)) await engine.startContainer(id);
}

/** Those of this attempt: what was there before, also of an earlier attempt, stays. */
async function removeNewVolumes({ engine, owner, seen }: DockerProject): Promise<void> {
  const had = new Set(seen.volumes.map(({ name }) => name));
  const { volumes, containers } = await engine.snapshot(owner.project);
  if (containers.length > 0) return;
  for (const { name, labels } of volumes)
    if (!had.has(name) && labels[labelNames.adopt] === undefined) await engine.removeVolume(name);
}
