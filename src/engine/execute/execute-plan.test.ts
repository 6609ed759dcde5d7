import { describe, expect, it } from 'vitest';
import { type Plan, type Step, step } from '../../plan/step.ts';
import { executePlan } from './execute-plan.ts';

const create = (name: string, ...after: string[]): Step =>
  step(
    { kind: 'volume.create', name, labels: {} },
    'test',
    after.map((one) => `volume.create ${one}`),
  );
const planOf = (...steps: Step[]): Plan => ({ steps, notes: [], destructive: [] });
const names = (steps: readonly Step[]) => steps.map(({ id }) => id.split(' ')[1]);
const never = new AbortController().signal;

describe('executePlan', () => {
  it('begins a step once those before it are done, a few at a time', async () => {
    let under = 0;
    let most = 0;
    const order: string[] = [];
    const { done, failed } = await executePlan(
      planOf(
        create('z', 'a', 'b'),
        ...[...'abcdefghij'].map((name) => create(name, 'not in the plan')),
      ),
      {
        async perform({ id }) {
          under += 1;
          most = Math.max(most, under);
          await new Promise((resolve) => setImmediate(resolve));
          under -= 1;
          order.push(id);
        },
        signal: never,
      },
    );
    expect(failed).toBeNull();
    expect(names(done).toSorted()).toEqual([...'abcdefghijz']);
    expect(most).toBe(8);
    for (const before of ['a', 'b'])
      expect(order.indexOf(`volume.create ${before}`)).toBeLessThan(
        order.indexOf('volume.create z'),
      );
  });

  it('begins nothing after a failure, and waits for what is under way', async () => {
    const begun: string[] = [];
    const { done, failed } = await executePlan(
      planOf(create('a'), create('b'), create('c', 'b'), create('d', 'a')),
      {
        async perform({ id }, signal) {
          begun.push(id);
          if (id.endsWith('a')) throw new Error('no');
          await new Promise<void>((resolve) => {
            signal.addEventListener('abort', () => resolve());
          });
        },
        signal: never,
      },
    );
    expect(begun).toEqual(['volume.create a', 'volume.create b']);
    expect(names(done)).toEqual(['b']);
    expect(failed).toMatchObject({ step: { id: 'volume.create a' }, error: new Error('no') });
  });

  it('goes on after a failure where it is told to, without what needs the failed step', async () => {
    const begun: string[] = [];
    const { done, failed } = await executePlan(
      planOf(create('a'), create('b'), create('c', 'b'), create('d', 'a')),
      {
        async perform({ id }, signal) {
          begun.push(id);
          if (id.endsWith('a')) throw new Error('no');
          await new Promise((resolve) => setImmediate(resolve));
          signal.throwIfAborted();
        },
        goOnAfter: () => true,
        signal: never,
      },
    );
    expect(begun).toEqual(['volume.create a', 'volume.create b', 'volume.create c']);
    expect(names(done)).toEqual(['b', 'c']);
    expect(failed).toMatchObject({ step: { id: 'volume.create a' }, error: new Error('no') });
  });

  it('stops where it is told to', async () => {
    const stopping = new AbortController();
    const { done, failed } = await executePlan(planOf(create('a'), create('b', 'a')), {
      async perform() {
        stopping.abort();
      },
      signal: stopping.signal,
    });
    expect({ done: names(done), failed }).toEqual({ done: ['a'], failed: null });
  });

  it('does not wait for ever for steps that wait for each other', async () => {
    await expect(
      executePlan(planOf(create('a', 'b'), create('b', 'a')), {
        perform: async () => {},
        signal: never,
      }),
    ).rejects.toThrow('wait for each other');
  });
});
