import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { acquireLock, type LockInput } from '../../state/lock.ts';
import type { ProcessTable } from '../../state/process-identity.ts';
import { volumeLock } from './volume-lock.ts';

/** A machine where this process and no other runs; `runs` tells whether even this one does. */
function machine(host: string, runs = () => true): ProcessTable {
  return {
    host,
    bootId: () => `boot of ${host}`,
    machine: () => `id of ${host}`,
    pidSpace: () => 'all',
    startTime: () => (runs() ? 'started' : null),
  };
}

const clock = fakeClock();
function world() {
  const engine = fakeEngine({ clock });
  const lock = (host: string, changes: Partial<LockInput> = {}) =>
    acquireLock({
      place: volumeLock(engine, 'gecko'),
      command: 'gecko up',
      waitMs: 0,
      clock,
      signal: new AbortController().signal,
      processes: machine(host),
      ...changes,
    });
  const volumes = async () =>
    (await engine.snapshot('gecko')).foreign.volumes.map(({ name }) => name);
  return { engine, lock, volumes };
}

describe('volumeLock', () => {
  it('lets a second machine wait, names the first to it, and leaves nothing behind', async () => {
    const { lock, volumes } = world();
    const first = await lock('here');
    expect(await volumes()).toEqual(['gecko_lock']);
    await expect(lock('there')).rejects.toMatchObject({
      code: 'LOCKED',
      exitCode: 11,
      message: expect.stringMatching(/gecko up, process \d+ on here/),
      hint: expect.stringContaining('docker volume rm gecko_lock'),
    });
    await first.release();
    expect(await volumes()).toEqual([]);
    await (await lock('there')).release();
  });

  it('is not an object of the project, which down would remove', async () => {
    const { engine, lock } = world();
    await lock('here');
    expect((await engine.snapshot('gecko')).volumes).toEqual([]);
  });

  it('takes over from one that has died, on the same machine only (row 8)', async () => {
    const { lock, volumes } = world();
    await lock('here');
    await expect(lock('there')).rejects.toMatchObject({ code: 'LOCKED' });
    // Another process has its number by now.
    const later = { ...machine('here'), startTime: () => 'started later' };
    const next = await lock('here', { processes: later });
    expect(await volumes()).toEqual(['gecko_lock']);
    await next.release();
    expect(await volumes()).toEqual([]);
  });

  it.each([
    ['has another id', 'id of its own'],
    ['has none', ''],
  ])('is not taken over from a machine of the same name that %s', async (_, id) => {
    const { lock } = world();
    await lock('here');
    const clone = { ...machine('here'), bootId: () => 'boot of the clone', machine: () => id };
    await expect(lock('here', { processes: clone })).rejects.toMatchObject({ code: 'LOCKED' });
  });

  it('takes over where the machine was started anew', async () => {
    const { lock } = world();
    await lock('here');
    await (
      await lock('here', { processes: { ...machine('here'), bootId: () => 'boot 2' } })
    ).release();
  });

  it('is broken where nobody can tell whether its holder lives, and never where it lives', async () => {
    const { lock } = world();
    await lock('here');
    await expect(lock('here', { breaks: true })).rejects.toMatchObject({ code: 'LOCKED' });
    await (await lock('there', { breaks: true })).release();
  });

  it('lets one in at a time where many take over at once (row 21)', async () => {
    const { lock, volumes } = world();
    let runs = true;
    await lock('here', { processes: machine('here', () => runs) });
    runs = false;
    let inside = 0;
    let most = 0;
    const later = { ...machine('here'), startTime: () => 'started later' };
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        const held = await lock('here', { waitMs: 1_000_000, processes: later });
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
        await held.release();
      }),
    );
    expect(most).toBe(1);
    expect(await volumes()).toEqual([]);
  });

  it('leaves a volume alone that is not a lock, even where it is to be broken', async () => {
    const { engine, lock, volumes } = world();
    await engine.createVolume('gecko_lock', { of: 'somebody' });
    await expect(lock('here', { breaks: true })).rejects.toMatchObject({
      code: 'NAME_TAKEN',
      exitCode: 22,
    });
    expect(await volumes()).toEqual(['gecko_lock']);
  });
});
