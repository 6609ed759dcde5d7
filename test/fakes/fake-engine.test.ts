import { describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../../src/engine/objects.ts';
import { engineConformance } from '../conformance/engine.ts';
import { containerSpec } from './container-spec.ts';
import { fakeClock } from './fake-clock.ts';
import type { Behaviour } from './fake-container.ts';
import { fakeEngine } from './fake-engine.ts';

engineConformance('the fake', async () => {
  const clock = fakeClock();
  let port = 20_000;
  return {
    engine: fakeEngine({ clock, images: { 'gecko-test/busybox:1': { command: ['sh'] } } }),
    image: 'gecko-test/busybox:1',
    missingImage: 'localhost:9/missing:1',
    port: async () => port++,
    sleep: (milliseconds) => clock.sleep(milliseconds),
  };
});

describe('what is scripted for an image', () => {
  const health = { command: ['false'], interval: 1_000, timeout: 1, startPeriod: 0, retries: 3 };
  const started = async (behaviour: Behaviour, more: Partial<ContainerSpec> = {}) => {
    const clock = fakeClock();
    const engine = fakeEngine({ clock, images: { image: { behaviour } } });
    const id = await engine.createContainer({ ...containerSpec('web', 'image'), health, ...more });
    await engine.startContainer(id);
    const later = async (milliseconds: number) => {
      await clock.sleep(milliseconds);
      return engine.container(id);
    };
    return { engine, id, later };
  };

  it('becomes healthy after its time', async () => {
    const { later } = await started({ health: { healthyAfter: 500 } });
    expect(await later(499)).toMatchObject({ status: 'running', health: 'starting' });
    expect(await later(1)).toMatchObject({ health: 'healthy', lastProbe: 'healthy' });
  });

  it('is never healthy', async () => {
    const { later } = await started({ health: 'unhealthy' });
    expect((await later(2_999))?.health).toBe('starting');
    expect((await later(1))?.health).toBe('unhealthy');
  });

  it('ends by itself, and comes back as its policy says', async () => {
    const exits = { after: 100, code: 137, oomKilled: true };
    const once = await started({ exits, says: ['no memory'] });
    expect(await once.later(100)).toMatchObject({
      status: 'exited',
      exitCode: 137,
      oomKilled: true,
    });
    const again = await started({ exits }, { restart: 'on-failure' });
    expect(await again.later(100)).toMatchObject({ status: 'restarting', restarts: 1 });
  });

  it('writes lines, and crashes when it is told to', async () => {
    const { engine, id } = await started({ says: ['one'] });
    engine.crash('web', 2);
    expect((await engine.container(id))?.exitCode).toBe(2);
    const signal = new AbortController().signal;
    const options = { follow: true, tail: null, since: null, timestamps: false, signal };
    const texts: string[] = [];
    for await (const { text } of engine.logs(id, options)) texts.push(text);
    expect(texts).toEqual(['one']);
  });

  it('cannot be started', async () => {
    await expect(started({ startFails: 'no such device' })).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: 'no such device',
    });
  });

  it('can be pulled where the registry has it', async () => {
    const engine = fakeEngine({ clock: fakeClock(), registry: { image: {} } });
    const { signal } = new AbortController();
    expect((await engine.pullImage('image', { signal })).tags).toEqual(['image']);
    expect(await engine.image('image')).not.toBeNull();
  });
});

it('fails where a test says so, and tells what was done', async () => {
  const engine = fakeEngine({
    clock: fakeClock(),
    before: (method, nth) => {
      if (method === 'createVolume' && nth === 2) throw new Error('the engine died');
    },
  });
  await engine.createVolume('one', {});
  await expect(engine.createVolume('two', {})).rejects.toThrow('the engine died');
  expect(await engine.volume('two')).toBeNull();
  expect(engine.made).toEqual(['createVolume one', 'volume two']);
});
