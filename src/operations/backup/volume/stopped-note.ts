import { removeVolume } from '../../../engine/execute/remove-volume.ts';
import type { ContainerState } from '../../../engine/objects.ts';
import { isUp } from '../../../plan/is-up.ts';
import { planAnswering } from '../../../plan/plan-verbs.ts';
import type { Runtime } from '../../../runtime.ts';
import { labelNames, ownerLabels } from '../../../stack/labels.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { simpleRun } from '../../docker/simple-run.ts';

/** An empty volume of the engine whose label says it: it outlives a kill, and the state folder. */
function noteName(project: string): string {
  return `${project}_stopped`;
}

/** Before containers are stopped. @param names of those that run */
export async function noteStopped(
  names: readonly string[],
  { engine, owner }: DockerProject,
): Promise<void> {
  await engine.createVolume(noteName(owner.project), {
    ...ownerLabels(owner),
    [labelNames.stopped]: JSON.stringify(names),
  });
}

/** The containers that were stopped and not started again; null: there is no note. */
export async function readStopped({ engine, owner }: DockerProject): Promise<string[] | null> {
  const note = await engine.volume(noteName(owner.project));
  const text = note?.labels[labelNames.stopped];
  if (text === undefined) return null;
  const names: unknown = JSON.parse(text);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

/** Once all of them answer again. */
export async function forgetStopped({ engine, owner }: DockerProject): Promise<void> {
  const name = noteName(owner.project);
  if ((await engine.volume(name)) !== null) await removeVolume(engine, name);
}

/**
 * Starts what the note names, of what is still there, and waits until it answers; then there is no note.
 * Ctrl-C does not keep anything from running again.
 * @throws GeckoError UNHEALTHY (exit 23), and the engine's; the note stays
 */
export async function startStopped(project: DockerProject, runtime: Runtime): Promise<void> {
  if ((await readStopped(project)) === null) return;
  await startOn(null, project, runtime);
  await forgetStopped(project);
}

/**
 * The same, and the note stays: a kill may come before whoever asks has noted that it answers. What of the
 * project is up on a volume already is waited for, too.
 * @returns whether any of it has that volume
 * @throws GeckoError UNHEALTHY (exit 23), and the engine's
 */
export async function startOn(
  volume: string | null,
  project: DockerProject,
  runtime: Runtime,
): Promise<boolean> {
  const names = (await readStopped(project)) ?? [];
  const { engine, owner } = project;
  const seen = await engine.snapshot(owner.project);
  const hasIt = ({ volumes }: ContainerState) => volumes.some(({ name }) => name === volume);
  const containers = seen.containers.filter(
    (one) =>
      one.labels[labelNames.service] !== undefined &&
      (names.includes(one.name) || (isUp(one) && hasIt(one))),
  );
  const undisturbed = { ...runtime, signal: new AbortController().signal };
  await simpleRun(planAnswering({ ...seen, containers }), project, undisturbed);
  return containers.some(hasIt);
}
