import { removeVolume } from '../../../engine/execute/remove-volume.ts';
import { planStart } from '../../../plan/plan-verbs.ts';
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

/**
 * Starts what the note names, of what is still there, and waits until it answers; then there is no note.
 * Ctrl-C does not keep anything from running again.
 * @returns whether anything was started
 * @throws GeckoError UNHEALTHY (exit 23), and the engine's; the note stays
 */
export async function startStopped(project: DockerProject, runtime: Runtime): Promise<boolean> {
  const names = await readStopped(project);
  if (names === null) return false;
  const { engine, owner } = project;
  const seen = await engine.snapshot(owner.project);
  const containers = seen.containers.filter(({ name }) => names.includes(name));
  const undisturbed = { ...runtime, signal: new AbortController().signal };
  const plan = planStart({ ...seen, containers }, []);
  await simpleRun(plan, project, undisturbed);
  await removeVolume(engine, noteName(owner.project));
  return containers.length > 0;
}
