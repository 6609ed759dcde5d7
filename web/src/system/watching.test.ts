import { describe, expect, it } from 'vitest';
import { systemOf } from '../../../test/fakes/system-of.ts';
import type { Backend } from '../api/backend.ts';
import type { Schemas } from '../api/schema.d.ts';
import { createWatching } from './watching.ts';

/** A page whose time passes when a test says so. */
function open() {
  const world = {
    time: 0,
    hidden: false,
    asked: 0,
    answers: (name: Backend): Schemas['System'] => systemOf(name),
    /** Lets what sleeps or waits to be seen go on. */
    async goOn(milliseconds = 3_000) {
      world.time += milliseconds;
      const due = waiting.splice(0);
      for (const go of due) go();
      for (let i = 0; i < 20; i += 1) await Promise.resolve();
    },
  };
  const waiting: (() => void)[] = [];
  const pause = () => new Promise<void>((resolve) => waiting.push(resolve));
  const watching = createWatching({
    load: async (name) => {
      world.asked += 1;
      return world.answers(name);
    },
    now: () => world.time,
    sleep: pause,
    visible: async () => {
      while (world.hidden) await pause();
    },
  });
  return { world, watching };
}

describe('watching', () => {
  it('asks both backends again and again, until it is left', async () => {
    const { world, watching } = open();
    const leave = watching.start();
    await world.goOn(0);
    await world.goOn();
    expect(world.asked).toBe(4);
    expect(watching.seen.value.qa.system?.live.service.name).toBe('qa');
    leave();
    await world.goOn();
    await world.goOn();
    expect(world.asked).toBe(4);
  });

  it('asks nobody while the page is hidden', async () => {
    const { world, watching } = open();
    watching.start();
    await world.goOn(0);
    world.hidden = true;
    await world.goOn();
    await world.goOn();
    expect(world.asked).toBe(2);
    world.hidden = false;
    await world.goOn();
    expect(world.asked).toBe(4);
  });

  it('keeps what was told while nobody answers, since when, and recovers', async () => {
    const { world, watching } = open();
    await watching.look();
    const { answers } = world;
    world.answers = () => {
      throw new Error('gone');
    };
    world.time = 3_000;
    await watching.look();
    world.time = 6_000;
    await watching.look();
    expect(watching.seen.value.rag).toMatchObject({ at: 0, silentSince: 3_000 });
    expect(watching.seen.value.rag.system).not.toBeNull();
    expect(watching.moments.value.at(-1)?.memory).toEqual({ rag: null, qa: null });
    world.answers = answers;
    world.time = 9_000;
    await watching.look();
    expect(watching.seen.value.rag).toMatchObject({ at: 9_000, error: null, silentSince: null });
  });

  it('keeps what the plots show, and no more', async () => {
    const { world, watching } = open();
    await watching.look();
    world.time = 6 * 60_000;
    await watching.look();
    expect(watching.moments.value.map(({ at }) => at)).toEqual([360_000]);
  });
});
