import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { engineError } from '../engine-error.ts';
import { withVolume } from './with-volume.ts';

describe('a container that holds a volume', () => {
  const held = async (work: () => Promise<void>) => {
    const engine = fakeEngine({ clock: fakeClock(), images: { image: {} } });
    const volume = { name: 'models', image: 'image', labels: {} };
    await withVolume(engine, volume, work).catch(() => {});
    return (await engine.snapshot('')).foreign.containers.length;
  };

  it('is removed when the work is done', async () => {
    expect(await held(async () => {})).toBe(0);
  });

  it('is removed when the work fails', async () => {
    const failing = held(() => Promise.reject(engineError('NO_SPACE', 'The disk is full')));
    expect(await failing).toBe(0);
  });

  it('is left where the engine does not answer any more: that would only take another deadline (row 4)', async () => {
    const failing = held(() => Promise.reject(engineError('ENGINE_SILENT', 'No answer')));
    expect(await failing).toBe(1);
  });
});
