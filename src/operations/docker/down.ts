import type { Snapshot } from '../../engine/engine.ts';
import { volumeInUse } from '../../engine/volume-in-use.ts';
import { volumeUsers } from '../../engine/volume-users.ts';
import { planDown } from '../../plan/plan-down.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import { volumeName } from '../../stack/names.ts';
import type { Report } from '../../ui/ui.ts';
import type { DownInput } from '../down.ts';
import { type DockerProject, openProject } from './open-project.ts';
import { simpleRun } from './simple-run.ts';
import { withMutex } from './with-mutex.ts';

/**
 * Removes the project's containers and networks; its volumes only where that is asked for and confirmed.
 * @throws GeckoError CONFIRMATION_NEEDED (exit 5), VOLUME_IN_USE, NETWORK_IN_USE (22), and the engine's
 */
export function dockerDown({ volumes, seconds }: DownInput, runtime: Runtime): Promise<Report> {
  return withMutex('gecko down', runtime, async () => {
    const project = await settled(await openProject(runtime), volumes, runtime);
    const { ui, config } = runtime;
    const plan = planDown(project.seen, { volumes, seconds });
    checkUnused(plan.destructive, project.seen);
    if (plan.destructive.length > 0) {
      const question = `Delete ${plan.destructive.join(', ')}, with everything in them?`;
      if (!(await ui.confirm(question, '--yes')))
        return {
          json: { project: config.project, runtime: 'docker', stopped: false },
          text: () => 'Nothing was changed.',
        };
    }
    // What can go goes: a network that others are in keeps no container of ours.
    await simpleRun(plan, project, runtime, { goOn: true });
    const corpus =
      config.volumes.qdrant_storage.name ?? volumeName(config.project, 'qdrant_storage');
    const kept = project.seen.volumes.map(({ name }) => name);
    return {
      json: {
        project: config.project,
        runtime: 'docker',
        stopped: plan.steps.length > 0,
        removed: plan.destructive,
        kept: volumes ? [] : kept,
      },
      text: () =>
        plan.steps.length === 0
          ? `Nothing runs in project ${config.project}.`
          : volumes
            ? `Removed project ${config.project} with its volumes.`
            : `Stopped project ${config.project}. The corpus stays, in the volume ${corpus}; \`gecko up\` starts it again.`,
    };
  });
}

/** A volume of the user's own, half replaced by a restore that was killed, stays behind whole. */
async function settled(
  project: DockerProject,
  volumes: boolean,
  runtime: Runtime,
): Promise<DockerProject> {
  const { seen } = project;
  const own = new Set(seen.volumes.map(({ name }) => name));
  const isLosing = seen.volumes.some(({ labels }) => {
    const live = labels[labelNames.swapOf];
    return live !== undefined && !own.has(live);
  });
  if (!volumes || !isLosing) return project;
  const { takeUp } = await import('../backup/volume/take-up.ts');
  await takeUp(project, runtime);
  return openProject(runtime);
}

/** Before anything stops: nobody wants half of a project because the other half could not go. */
function checkUnused(volumes: readonly string[], { foreign }: Snapshot): void {
  const users = volumes
    .map((name) => [name, volumeUsers(foreign.containers, name)] as const)
    .filter(([, by]) => by.length > 0);
  if (users.length > 0) throw volumeInUse(Object.fromEntries(users));
}
