import { expect, it } from 'vitest';
import { pauseOf } from './pause-of.ts';

it('grows to ten seconds and stays there', () => {
  expect([1, 2, 3, 4, 5, 6, 2_000].map(pauseOf)).toEqual([
    1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000,
  ]);
});
