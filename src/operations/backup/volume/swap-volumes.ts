import { randomBytes } from 'node:crypto';
import type { Engine, Snapshot } from '../../../engine/engine.ts';
import { removeVolume } from '../../../engine/execute/remove-volume.ts';
import { volumeUsers } from '../../../engine/volume-users.ts';
import { labelNames, ownerLabels } from '../../../stack/labels.ts';
import type { DockerProject } from '../../docker/open-project.ts';

export type SwapRole = 'new' | 'old';

/** The volumes beside a live one while it is replaced; null: not there. */
export type SwapVolumes = Readonly<Record<SwapRole, string | null>>;

/** Makes one of them. @param live whose place it takes, or what it keeps @returns its name */
export async function createSwapVolume(
  live: string,
  role: SwapRole,
  { engine, owner }: DockerProject,
): Promise<string> {
  const name = `${owner.project}_${role}_${randomBytes(4).toString('hex')}`;
  await engine.createVolume(name, {
    ...ownerLabels(owner),
    [labelNames.swapOf]: live,
    [labelNames.swapRole]: role,
  });
  return name;
}

/**
 * Makes a volume for what another one holds, to stay. It is no part of the swap: nobody who finishes one
 * removes it.
 * @returns its name
 */
export async function createAside(live: string, { engine, owner }: DockerProject): Promise<string> {
  const name = `${owner.project}_damaged_${randomBytes(4).toString('hex')}`;
  await engine.createVolume(name, {
    ...ownerLabels(owner),
    [labelNames.content]: `damaged, of ${live}`,
  });
  return name;
}

/** Live volumes that are being replaced, or were when a gecko was killed. */
export function swapsUnderWay({ volumes }: Snapshot): string[] {
  return [...new Set(volumes.flatMap(({ labels }) => labels[labelNames.swapOf] ?? []))];
}

/** Of each role all, the one that is named in the mark among them. */
export function swapVolumesOf(live: string, { volumes }: Snapshot): Record<SwapRole, string[]> {
  const named = (role: SwapRole) =>
    volumes
      .filter(({ labels }) => labels[labelNames.swapOf] === live)
      .filter(({ labels }) => labels[labelNames.swapRole] === role)
      .map(({ name }) => name);
  return { new: named('new'), old: named('old') };
}

/** Removes a volume, and what a killed gecko's tools have left of containers on it. */
export async function dropVolume(name: string, engine: Engine, project: string): Promise<void> {
  if ((await engine.volume(name)) === null) return;
  const { containers } = await engine.snapshot(project);
  for (const left of volumeUsers(containers, name))
    await engine.removeContainer(left, { force: true });
  await removeVolume(engine, name);
}
