import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SwapWorld, swapWorld } from '../../../../test/fakes/swap-world.ts';
import { resumeRestore } from '../resume-restore.ts';
import { forgetStopped, noteStopped, readStopped } from './stopped-note.ts';
import { swapsUnderWay } from './swap-volumes.ts';
import { takeUp } from './take-up.ts';

let world: SwapWorld;
const qdrant = 'gecko-qdrant-1';
const all = ['ollama', 'qa', 'qdrant', 'rag', 'web'];

beforeEach(async () => {
  world = await swapWorld();
});
afterEach(() => world.remove());

async function settled() {
  const { live, runtime, held } = world;
  const taken = await takeUp(await world.next(), runtime);
  const { seen } = await world.next();
  const running = await world.running();
  expect({ mark: world.mark, left: swapsUnderWay(seen), running }).toEqual({
    mark: null,
    left: [],
    running: all,
  });
  expect(taken.volumes.map(({ volume }) => volume)).toEqual([live]);
  return { ...taken.volumes[0], live: held.live };
}

describe('swapIn', () => {
  it('puts the new data in its place, and has what was stopped answer', async () => {
    await world.swap();
    expect(world).toMatchObject({ held: { live: 'new data' }, mark: null });
    expect(await world.running()).toEqual(all);
    expect(world.trials()).toBe(0);
  });

  it('brings the old data back where the new does not answer', async () => {
    const { docker } = world;
    const swapping = world.swap();
    world.killedAt = (call) => {
      if (call === 'startContainer' && world.held.live === 'new data') docker.sick.add(qdrant);
      if (world.mark?.phase === 'undoing') docker.sick.clear();
      return false;
    };
    await expect(swapping).rejects.toMatchObject({ code: 'UNHEALTHY' });
    expect(world).toMatchObject({ held: { live: 'old data' }, mark: null });
    expect(await world.running()).toEqual(all);
  });

  it('starts what it has stopped together with what a killed gecko had', async () => {
    const { docker, runtime } = world;
    const project = await world.next();
    await noteStopped(['gecko-ollama-1'], project);
    await docker.fake.stopContainer('gecko-ollama-1', 1);
    await world.swap();
    expect(world).toMatchObject({ held: { live: 'new data' }, mark: null });
    expect(await world.running()).toEqual(all);
    expect(await readStopped(project)).toBeNull();
    expect(await takeUp(await world.next(), runtime)).toEqual({ volumes: [], started: [] });
  });

  it('tries the new data out where only containers without the volume are started', async () => {
    const { docker } = world;
    for (const name of ['qdrant', 'ollama', 'rag', 'qa'])
      await docker.fake.stopContainer(`gecko-${name}-1`, 1);
    await noteStopped(['gecko-ollama-1'], await world.next());
    await world.swap();
    expect(world.trials()).toBe(1);
  });
});

describe('resumeSwap', () => {
  it.each([
    ['before what was stopped is started', /^startContainer$/, 1],
    ['before the new data is known to be in its place', /^touch/, 0],
    ['before the mark goes', /^rm -f "\$1"/, 0],
    ['before the volumes beside it go', /^removeVolume$/, 0],
  ])('keeps new data where it was killed %s', async (_, at, after) => {
    await world.killedSwap(at, after);
    expect(await settled()).toMatchObject({ holds: 'new', live: 'new data' });
    expect(world.trials()).toBe(0);
  });

  it('says what the volume holds', async () => {
    const { live, runtime } = world;
    await world.killedSwap(/^removeVolume$/);
    await world.next();
    const { text } = await resumeRestore(true, runtime);
    expect(text(runtime.ui.style)).toContain(`${live} holds what was restored.`);
  });

  it('starts again what a kill has kept from it, after the volumes beside it are gone', async () => {
    await world.killedSwap(/^removeVolume$/, 2);
    const taken = await takeUp(await world.next(), world.runtime);
    expect(taken).toEqual({ volumes: [], started: expect.arrayContaining([qdrant]) });
    expect(await readStopped(await world.next())).toBeNull();
  });

  it('keeps what has answered once, also where it does not at the moment', async () => {
    await world.killedSwap(/^rm -f "\$1"/);
    world.docker.sick.add(qdrant);
    await expect(settled()).rejects.toMatchObject({ code: 'UNHEALTHY' });
    world.docker.sick.clear();
    expect(world).toMatchObject({ held: { live: 'new data' }, mark: null });
  });

  it('says that nothing had to be brought back where it was killed before', async () => {
    await world.killedSwap(/^stopContainer$/);
    expect(await settled()).toMatchObject({ holds: 'untouched', live: 'old data' });
  });

  it('waits for a Qdrant that is up on the new data, instead of starting a second one', async () => {
    await world.killedSwap(/^touch/);
    // As an earlier gecko has left it, or somebody who started it by hand.
    const project = await world.next();
    await forgetStopped(project);
    expect(await world.running()).toEqual(expect.arrayContaining(all));
    expect(await settled()).toMatchObject({ holds: 'new', live: 'new data' });
    expect(world.trials()).toBe(0);
  });

  it('tries the new data out where nothing of the project has the volume', async () => {
    await world.killedSwap(/^startContainer$/, 1);
    const project = await world.next();
    await forgetStopped(project);
    await takeUp(await world.next(), world.runtime);
    expect(world).toMatchObject({ held: { live: 'new data' }, mark: null });
    expect(world.trials()).toBe(1);
  });
});
