import { describe, expect, it } from 'vitest';
import { createBudget } from './budget.ts';

const never = new AbortController().signal;
/** Lets everything run that can. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('createBudget', () => {
  it('lets tasks wait in order until their part is free', async () => {
    const budget = createBudget(10);
    const order: string[] = [];
    const first = await budget.acquire(8, never);
    const big = budget.acquire(5, never).then((release) => {
      order.push('big');
      return release;
    });
    budget.acquire(1, never).then(() => order.push('small'));
    await settle();
    expect(order).toEqual([]);
    first();
    await settle();
    expect(order).toEqual(['big', 'small']);
    (await big)();
  });

  it('takes more than the whole as the whole', async () => {
    const budget = createBudget(10);
    const release = await budget.acquire(1_000, never);
    release();
    release();
    await budget.acquire(10, never);
  });

  it('lets those behind go on when a waiting task is aborted', async () => {
    const budget = createBudget(1);
    const release = await budget.acquire(1, never);
    const controller = new AbortController();
    const aborted = budget.acquire(1, controller.signal);
    const behind = budget.acquire(1, never);
    controller.abort(new Error('left'));
    await expect(aborted).rejects.toThrow('left');
    release();
    await behind;
  });
});
