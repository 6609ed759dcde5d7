import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestEngine } from '../../../test/engine/open-test-engine.ts';
import type { Engine } from '../engine.ts';
import { chownVolume } from './chown-volume.ts';
import { putTar } from './put-tar.ts';
import { tarOfFiles } from './tar-of-files.ts';
import { volumeOwner } from './volume-owner.ts';
import { type HeldVolume, withVolume } from './with-volume.ts';

const signal = new AbortController().signal;

/** The same numbers on every engine: with remapped users (row 48), and on Podman (row 46). */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('whose a volume is', () => {
  const volume: HeldVolume = { name: 'owned', image: 'gecko-test/busybox:1', labels: {} };
  let engine: Engine;
  beforeEach(async () => {
    engine = await openTestEngine();
    await engine.createVolume(volume.name, {});
  });
  afterEach(() => engine.removeVolume(volume.name));

  it('is nobody yet where it is empty', async () => {
    expect(await volumeOwner(engine, volume, signal)).toBeNull();
  });

  it('is whom it was given to, closed to others or not', async () => {
    await putTar(engine, volume, tarOfFiles([{ name: 'a', content: 'alpha' }], '0:0'), signal);
    expect(await volumeOwner(engine, volume, signal)).toBe(0);
    await chownVolume(engine, volume, '1000:1000', signal);
    await withVolume(
      engine,
      volume,
      async (container) => {
        await engine.startContainer(container);
        expect(await engine.waitContainer(container, signal)).toBe(0);
      },
      { command: ['chmod', '700', '/volume'], user: '1000:1000' },
    );
    expect(await volumeOwner(engine, volume, signal)).toBe(1000);
  });
});
