import { exitCodes, GeckoError } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { stopUsers } from './stop-users.ts';
import { forgetStopped, startOn, startStopped } from './stopped-note.ts';
import type { SwapMark } from './swap-mark.ts';
import { type SwapTool, withSwapTool } from './swap-tool.ts';
import { createAside, createSwapVolume, dropVolume, swapVolumesOf } from './swap-volumes.ts';

/** What a volume is replaced with. */
export interface SwapInput {
  live: string;
  /** Name of the volume with the new data, which is proven. */
  next: string;
  service: string | null;
  /** Whether the data of a volume answers, where no container of it runs. @throws what speaks against it */
  tryOut(volume: string): Promise<void>;
  /** What it held stays, in a volume of its own. */
  keepsOld: boolean;
}

/**
 * Replaces what a volume holds: its name stays, for containers know it by that. What it held is kept in a
 * volume of its own until the new data has answered, and comes back where it does not. A mark in the volume
 * tells how far it is, so that whoever comes after a kill can finish it: `resumeSwap`.
 * @returns name of the volume with what it held, where that stays
 * @throws GeckoError what speaks against it; then everything is as it was
 */
export async function swapIn(
  { live, next, service, tryOut, keepsOld }: SwapInput,
  project: DockerProject,
  runtime: Runtime,
): Promise<string | null> {
  const { signal } = runtime;
  const kept = keepsOld
    ? await createAside(live, project)
    : await createSwapVolume(live, 'old', project);
  const names = { live, new: next, old: kept };
  const mark = { schemaVersion: 1 as const, new: next, old: kept, service };
  try {
    await stopUsers(live, project, runtime);
    await withSwapTool(names, project, runtime, signal, async (tool) => {
      await tool.keepOld();
      await bringInNew(tool, mark);
    });
  } catch (error) {
    await undone(mark, live, project, runtime);
    throw error;
  }
  await seeItAnswer({ live, mark, tryOut }, project, runtime);
  return keepsOld ? kept : null;
}

type Names = Omit<SwapMark, 'phase'>;

/**
 * Goes on with what a killed gecko has left of the replacing of a volume: by its mark alone.
 * @returns what became of it: the volume has its new data, or the old; null: the old, of which nothing had to
 *   be brought back
 * @throws GeckoError what speaks against the new data, after the old came back
 */
export async function resumeSwap(
  live: string,
  tryOut: (mark: SwapMark) => SwapInput['tryOut'],
  project: DockerProject,
  runtime: Runtime,
): Promise<'new' | 'old' | null> {
  const { engine, owner } = project;
  const undisturbed = new AbortController().signal;
  const seen = await engine.snapshot(owner.project);
  const there = [...seen.volumes, ...seen.foreign.volumes].some(({ name }) => name === live);
  const [next = null] = swapVolumesOf(live, seen).new;
  const names = { live, new: next, old: null };
  const look = async (tool: SwapTool) => ({
    mark: await tool.mark(),
    isDone: next !== null && (await tool.isDone()),
  });
  const found = there ? await withSwapTool(names, project, runtime, undisturbed, look) : null;
  if (next !== null && found?.isDone) {
    await finish({ live, next }, project, runtime);
    return 'new';
  }
  const mark = found?.mark ?? null;
  if (mark === null) {
    await dropSwap(live, project);
    return null;
  }
  const has = (name: string) => seen.volumes.some((volume) => volume.name === name);
  if (!has(mark.old)) throw lost(live, mark);
  if (mark.phase === 'undoing' || !has(mark.new)) {
    await undoSwap(mark, live, project, runtime);
    return 'old';
  }
  if (mark.phase === 'replacing')
    try {
      await stopUsers(live, project, runtime);
      const all = { live, new: mark.new, old: mark.old };
      await withSwapTool(all, project, runtime, undisturbed, (tool) => bringInNew(tool, mark));
    } catch (error) {
      await undone(mark, live, project, runtime);
      throw error;
    }
  await seeItAnswer({ live, mark, tryOut: tryOut(mark) }, project, runtime);
  return 'new';
}

async function bringInNew(tool: SwapTool, mark: Names): Promise<void> {
  await tool.writeMark({ ...mark, phase: 'replacing' });
  await tool.bringIn('new');
  const digests = await tool.digests();
  if (digests.live !== digests.new)
    throw new GeckoError('VOLUME_UNPROVEN', 'What arrived in the volume is not what was copied', {
      exitCode: exitCodes.integrity,
      hint: 'What was there before is back. Look at the disk of the engine, then run the command again.',
      details: digests,
    });
  await tool.writeMark({ ...mark, phase: 'replaced' });
}

/** Until then what was there before is kept; from here on Ctrl-C changes nothing any more. */
async function seeItAnswer(
  { live, mark, tryOut }: { live: string; mark: Names; tryOut: SwapInput['tryOut'] },
  project: DockerProject,
  runtime: Runtime,
): Promise<void> {
  try {
    if (!(await startOn(live, project, runtime))) await tryOut(live);
  } catch (error) {
    await undone(mark, live, project, runtime);
    throw error;
  }
  await finish({ live, next: mark.new }, project, runtime);
  await forgetStopped(project);
}

/** What has answered stays: documents may come into it from here on. */
async function finish(
  { live, next }: { live: string; next: string },
  project: DockerProject,
  runtime: Runtime,
): Promise<void> {
  const names = { live, new: next, old: null };
  const { signal } = new AbortController();
  await withSwapTool(names, project, runtime, signal, async (tool) => {
    await tool.noteDone();
    await tool.removeMark();
  });
  await dropSwap(live, project);
}

/** What has failed is told, whatever becomes of this: the next gecko tries it again. */
async function undone(
  mark: Names,
  live: string,
  project: DockerProject,
  runtime: Runtime,
): Promise<void> {
  try {
    await undoSwap(mark, live, project, runtime);
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    const text = `What ${live} held could not be brought back yet; gecko restore --resume does it: ${error.message}`;
    runtime.ui.event({ type: 'warning', text });
  }
}

/** Everything as it was; where the live volume was not touched, only what was made beside it goes. */
async function undoSwap(
  mark: Names,
  live: string,
  project: DockerProject,
  runtime: Runtime,
): Promise<void> {
  const undisturbed = { ...runtime, signal: new AbortController().signal };
  const names = { live, new: null, old: mark.old };
  const isTouched = await withSwapTool(
    { live, new: null, old: null },
    project,
    undisturbed,
    undisturbed.signal,
    async (tool) => (await tool.mark()) !== null,
  );
  if (isTouched) {
    runtime.ui.event({ type: 'step', text: `Bringing back what ${live} held` });
    await stopUsers(live, project, undisturbed);
    await withSwapTool(names, project, undisturbed, undisturbed.signal, async (tool) => {
      await tool.writeMark({ ...mark, phase: 'undoing' });
      await tool.bringIn('old');
      await tool.removeMark();
    });
  }
  await startStopped(project, undisturbed).catch((error: unknown) => {
    const text = `${live} holds what it held, but what was stopped does not answer; gecko up starts it: ${error}`;
    runtime.ui.event({ type: 'warning', text });
  });
  await dropSwap(live, project);
  await dropVolume(mark.old, project.engine, project.owner.project);
}

/** All volumes beside the live one. */
async function dropSwap(live: string, { engine, owner }: DockerProject): Promise<void> {
  const { new: news, old } = swapVolumesOf(live, await engine.snapshot(owner.project));
  for (const name of [...news, ...old]) await dropVolume(name, engine, owner.project);
}

function lost(live: string, { old }: SwapMark): GeckoError {
  return new GeckoError(
    'VOLUME_UNPROVEN',
    `The volume ${live} was being replaced when gecko was killed, and ${old}, which keeps what it held, is gone`,
    {
      exitCode: exitCodes.integrity,
      hint: `Restore a backup into it: gecko backup list. The mark is the file .gecko-swap in ${live}.`,
      details: { volume: live },
    },
  );
}
