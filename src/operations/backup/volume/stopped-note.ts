import { randomBytes } from 'node:crypto';
import type { Snapshot } from '../../../engine/engine.ts';
import { removeVolume } from '../../../engine/execute/remove-volume.ts';
import type { ContainerState } from '../../../engine/objects.ts';
import { isUp } from '../../../plan/is-up.ts';
import { planAnswering } from '../../../plan/plan-verbs.ts';
import type { Runtime } from '../../../runtime.ts';
import { labelNames, ownerLabels } from '../../../stack/labels.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { simpleRun } from '../../docker/simple-run.ts';

/**
 * Before containers are stopped: an empty volume of the engine whose label says it, so that it outlives a kill
 * and the state folder. What a killed gecko has noted stays beside it.
 * @param names of those that run
 */
export async function noteStopped(names: readonly string[], project: DockerProject): Promise<void> {
  const { engine, owner } = project;
  const noted = (await readStopped(project)) ?? [];
  const more = names.filter((name) => !noted.includes(name));
  if (more.length === 0) return;
  await engine.createVolume(`${owner.project}_stopped_${randomBytes(4).toString('hex')}`, {
    ...ownerLabels(owner),
    [labelNames.stopped]: JSON.stringify(more),
  });
}

/** The containers that were stopped and not started again; null: there is no note. */
export async function readStopped({ engine, owner }: DockerProject): Promise<string[] | null> {
  const notes = notesIn(await engine.snapshot(owner.project));
  return notes.length === 0 ? null : notes.flatMap(({ names }) => names);
}

/** Once all of them answer again. */
export async function forgetStopped({ engine, owner }: DockerProject): Promise<void> {
  const notes = notesIn(await engine.snapshot(owner.project));
  for (const { volume } of notes) await removeVolume(engine, volume);
}

function notesIn({ volumes }: Pick<Snapshot, 'volumes'>): { volume: string; names: string[] }[] {
  return volumes.flatMap(({ name, labels }) => {
    const text = labels[labelNames.stopped];
    if (text === undefined) return [];
    const names: unknown = JSON.parse(text);
    const isName = (one: unknown) => typeof one === 'string';
    return { volume: name, names: Array.isArray(names) ? names.filter(isName) : [] };
  });
}

/**
 * Starts what the notes name, of what is still there, and waits until it answers; then there are none.
 * Ctrl-C does not keep anything from running again.
 * @throws GeckoError UNHEALTHY (exit 23), and the engine's; the notes stay
 */
export async function startStopped(project: DockerProject, runtime: Runtime): Promise<void> {
  if ((await readStopped(project)) === null) return;
  await startOn(null, project, runtime);
  await forgetStopped(project);
}

/**
 * The same, and the notes stay: a kill may come before whoever asks has noted that it answers. What of the
 * project is up on a volume already is waited for, too.
 * @returns whether any of it has that volume
 * @throws GeckoError UNHEALTHY (exit 23), and the engine's
 */
export async function startOn(
  volume: string | null,
  project: DockerProject,
  runtime: Runtime,
): Promise<boolean> {
  const { engine, owner } = project;
  const seen = await engine.snapshot(owner.project);
  const names = notesIn(seen).flatMap((note) => note.names);
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
