import { volumeOwner } from '../../engine/execute/volume-owner.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { type FirstMount, firstMounted } from '../../plan/first-mounted.ts';
import type { UpPlan } from '../../plan/plan-up.ts';
import { type Step, step } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import { ownerLabels } from '../../stack/labels.ts';
import type { ResolvedStack } from '../../stack/stack.ts';
import type { DockerProject } from './open-project.ts';
import { simpleRun } from './simple-run.ts';

/**
 * Before a service mounts an existing volume for the first time: its files have to be the service's, as
 * they are not where the old stack ran as root. They are given over once that is confirmed.
 * @throws GeckoError CONFIRMATION_NEEDED (exit 5), VOLUME_OWNER (22) where it is refused, and the engine's
 */
export async function ownVolumes(
  stack: ResolvedStack,
  { services }: Pick<UpPlan, 'services'>,
  project: DockerProject,
  runtime: Runtime,
): Promise<void> {
  const { ui } = runtime;
  const steps: Step[] = [];
  for (const named of firstMounted(stack, services, project.seen)) {
    const { name, service, owner } = named;
    const { image } = doorOf(stack);
    const labels = ownerLabels(stack.owner);
    const volume = { name, image, labels };
    const now = await volumeOwner(project.engine, volume, runtime.signal);
    if (now === null || now === Number(owner.split(':')[0])) continue;
    const question = `The volume ${name} belongs to user ${now}, and ${service} works as ${owner}. Give everything in it to ${owner}?`;
    if (!(await ui.confirm(question, '--yes'))) throw refused(named, now);
    steps.push(step({ kind: 'volume.chown', name, image, owner, labels }, `${service}'s`));
  }
  if (steps.length > 0) await simpleRun({ steps, notes: [], destructive: [] }, project, runtime);
}

/**
 * Volumes that the user names have to be there: the engine would make empty ones.
 * @throws GeckoError CONFIG_INVALID (exit 2)
 */
export function checkVolumes(stack: ResolvedStack, { seen }: Pick<DockerProject, 'seen'>): void {
  const all = [...seen.volumes, ...seen.foreign.volumes];
  const missing = stack.volumes.find(
    ({ name, external }) => external && !all.some((one) => one.name === name),
  );
  if (!missing) return;
  throw new GeckoError('CONFIG_INVALID', `The engine has no volume ${missing.name}`, {
    exitCode: exitCodes.usage,
    hint: `A volume named in volumes.*.name has to be there. Make it with: docker volume create ${missing.name}`,
  });
}

/** It has sh, ls, stat and chown. */
function doorOf({ services }: ResolvedStack): { image: string } {
  const door = services.find(({ name }) => name === 'web');
  if (!door) throw new Error('a stack without its door');
  return { image: door.image.id ?? door.image.reference };
}

function refused({ name, service, owner }: FirstMount, now: number): GeckoError {
  return new GeckoError(
    'VOLUME_OWNER',
    `The volume ${name} belongs to user ${now}, and ${service} works as ${owner}`,
    {
      exitCode: exitCodes.conflict,
      hint: 'Say yes, or name another volume in volumes.*.name. A copy can be made first: docker run --rm -v OLD:/from -v NEW:/to busybox cp -a /from/. /to',
      details: { volume: name, owner: now },
    },
  );
}
