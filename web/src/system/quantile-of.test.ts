import { describe, expect, it } from 'vitest';
import { quantileOf } from './quantile-of.ts';

const buckets = [
  { le: 0.1, count: 10 },
  { le: 0.5, count: 30 },
  { le: 1, count: 40 },
  { le: null, count: 40 },
];

describe('quantileOf', () => {
  it('lies where that share of the requests has ended', () => {
    expect(quantileOf(buckets, 0.5)).toBeCloseTo(0.3);
    expect(quantileOf(buckets, 0.25)).toBeCloseTo(0.1);
    expect(quantileOf(buckets, 1)).toBe(1);
  });

  it('is unknown of nothing', () => {
    expect(quantileOf([], 0.5)).toBeNull();
    expect(quantileOf([{ le: null, count: 0 }], 0.5)).toBeNull();
  });

  it('knows no more than the last bound of what took longer', () => {
    const slow = [
      { le: 1, count: 0 },
      { le: null, count: 3 },
    ];
    expect(quantileOf(slow, 0.95)).toBe(1);
  });

  it('takes the buckets in any order', () => {
    expect(quantileOf(buckets.toReversed(), 0.5)).toBeCloseTo(0.3);
  });
});
