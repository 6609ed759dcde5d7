import { expect, it } from 'vitest';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { labelNames } from '../../stack/labels.ts';
import { withScratchQdrant } from './with-scratch-qdrant.ts';

const { signal } = new AbortController();
const runs = { behaviour: { health: { healthyAfter: 0 }, says: ['ready'] } };
const of = { image: 'qdrant', project: 'shop' };

it('runs with a volume of its own, no network and no port, and is gone afterwards', async () => {
  const engine = fakeEngine({ clock: fakeClock(), images: { qdrant: runs } });
  const url = await withScratchQdrant(
    engine,
    of,
    async (at) => {
      const { containers, foreign } = await engine.snapshot('shop');
      expect(containers).toEqual([]);
      expect(foreign.containers).toMatchObject([{ status: 'running', networks: [], ports: [] }]);
      expect(foreign.volumes).toMatchObject([{ labels: { [labelNames.scratchOf]: 'shop' } }]);
      return at;
    },
    signal,
  );
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const { foreign } = await engine.snapshot('shop');
  expect([foreign.containers, foreign.volumes]).toEqual([[], []]);
});

it('leaves nothing where the work fails, or the engine lacks the image', async () => {
  const engine = fakeEngine({ clock: fakeClock(), images: { qdrant: runs } });
  const fails = async () => {
    throw new Error('no');
  };
  await expect(withScratchQdrant(engine, of, fails, signal)).rejects.toThrow('no');
  const missing = { ...of, image: 'other' };
  await expect(withScratchQdrant(engine, missing, fails, signal)).rejects.toMatchObject({
    code: 'IMAGE_MISSING',
  });
  const { foreign } = await engine.snapshot('shop');
  expect([foreign.containers, foreign.volumes]).toEqual([[], []]);
});
