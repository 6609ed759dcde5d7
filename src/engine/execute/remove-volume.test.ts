import { beforeEach, describe, expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { type FakeEngine, fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { removeVolume } from './remove-volume.ts';

describe('removeVolume', () => {
  let engine: FakeEngine;
  beforeEach(async () => {
    engine = fakeEngine({ clock: fakeClock(), images: { runs: {} } });
    await engine.createVolume('data', {});
  });
  const use = (name: string) => {
    const mount = { type: 'volume' as const, source: 'data', target: '/data', readOnly: true };
    return engine.createContainer({ ...containerSpec(name, 'runs'), mounts: [mount] });
  };

  it('removes one that nobody uses, or that is gone', async () => {
    await removeVolume(engine, 'data');
    expect(await engine.volume('data')).toBeNull();
    await removeVolume(engine, 'data');
  });

  it('names who uses it (row 26)', async () => {
    await use('reader');
    await use('writer');
    await expect(removeVolume(engine, 'data')).rejects.toMatchObject({
      code: 'VOLUME_IN_USE',
      exitCode: 22,
      message: expect.stringContaining('data (by reader, writer)'),
      hint: expect.stringContaining('docker rm -f reader writer'),
    });
  });

  it('does not believe an engine that says it removed what stays (row 26)', async () => {
    const lying = { ...engine, removeVolume: async () => {} };
    await expect(removeVolume(lying, 'data')).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: 'The engine says that it removed the volume data, and has it',
    });
    await use('reader');
    await expect(removeVolume(lying, 'data')).rejects.toMatchObject({ code: 'VOLUME_IN_USE' });
  });
});
