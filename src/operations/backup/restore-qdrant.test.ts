import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SwapWorld, swapWorld } from '../../../test/fakes/swap-world.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { QdrantSnapshots } from '../../clients/qdrant-snapshots.ts';
import { GeckoError } from '../../errors.ts';
import { restoreOllama } from './models/restore-ollama.ts';
import { restoreQdrant } from './restore-qdrant.ts';
import { noteStopped } from './volume/stopped-note.ts';

let world: SwapWorld;
const source = { manifest: { id: '1a2b3c4d', files: [] } } as unknown as BackupSource;
const all = ['ollama', 'qa', 'qdrant', 'rag', 'web'];

beforeEach(async () => {
  world = await swapWorld();
  const { docker } = world;
  const door = docker.door(async () => '', '');
  const survey = async () => {
    if (!(await world.running()).includes('qdrant'))
      throw new GeckoError('BACKEND_UNREACHABLE', 'Qdrant does not answer', { exitCode: 20 });
    return { version: '1.18.3', collections: [], aliases: [] };
  };
  docker.door = () => ({ ...door, snapshots: () => ({ survey }) as unknown as QdrantSnapshots });
  // As a gecko has left it that was killed while it replaced the volume.
  await world.killedSwap(/^startContainer$/, 1);
});
afterEach(() => world.remove());

const restore = (dryRun: boolean) => restoreQdrant({ source, dryRun, runtime: world.runtime });

describe('restoreQdrant', () => {
  it('finishes what was interrupted first', async () => {
    expect(await restore(false)).toMatchObject({ damage: null, now: { version: '1.18.3' } });
    expect(world).toMatchObject({ held: { live: 'new data' }, mark: null });
    expect(await world.running()).toEqual(all);
  });

  it('leaves that alone on a dry run, and says what finishes it', async () => {
    await expect(restore(true)).rejects.toMatchObject({
      code: 'BACKEND_UNREACHABLE',
      hint: expect.stringContaining('gecko restore --resume'),
    });
    expect(world.mark).toMatchObject({ phase: 'replaced' });
  });

  it('goes on where something that was stopped does not answer any more', async () => {
    await restore(false);
    await noteStopped(['gecko-rag-1'], await world.next());
    world.docker.sick.add('gecko-rag-1');
    expect(await restore(false)).toMatchObject({ damage: null });
    expect(world.runtime.ui.events).toContainEqual({
      type: 'warning',
      text: expect.stringContaining('had stopped does not answer: gecko-rag-1'),
    });
  });
});

it('restoreOllama finishes what was interrupted first', async () => {
  const { runtime } = world;
  const restoring = restoreOllama(source, { names: ['llama3'], dryRun: false }, runtime);
  await expect(restoring).rejects.toMatchObject({ code: 'MODEL_MISSING' });
  expect(world).toMatchObject({ held: { live: 'new data' }, mark: null });
  expect(await world.running()).toEqual(all);
});
