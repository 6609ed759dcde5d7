import { expect, it } from 'vitest';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { engineError } from '../engine-error.ts';
import { putTar } from './put-tar.ts';
import { tarOfFiles } from './tar-of-files.ts';

it('says which volume is full, and leaves no container (row 15)', async () => {
  const words = 'write /volume/a: no space left on device';
  const engine = fakeEngine({
    clock: fakeClock(),
    images: { any: {} },
    before(method) {
      if (method === 'putArchive')
        throw engineError('NO_SPACE', `The engine's disk is full: ${words}`, {
          details: { words },
        });
    },
  });
  await engine.createVolume('gecko_models', {});
  const tar = tarOfFiles([{ name: 'a', content: 'a' }], null);
  const volume = { name: 'gecko_models', image: 'any', labels: {} };
  await expect(putTar(engine, volume, tar, new AbortController().signal)).rejects.toMatchObject({
    code: 'NO_SPACE',
    exitCode: 24,
    message: `The volume gecko_models is full: ${words}`,
    hint: expect.stringContaining('docker volume inspect gecko_models'),
  });
  expect((await engine.snapshot('gecko')).foreign.containers).toEqual([]);
});
