import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickBatch } from './pick-batch.ts';

const lengths = fc.array(fc.integer({ min: 2, max: 256 }), { minLength: 1, maxLength: 200 });

describe('pickBatch', () => {
  it('always serves the oldest input', () => {
    fc.assert(
      fc.property(lengths, (waiting) => {
        expect(pickBatch(waiting)).toContain(0);
      }),
    );
  });

  it('keeps padding within 5 % and the batch within its size', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 64 }), (waiting, largest) => {
        const batch = pickBatch(waiting, largest).map((position) => waiting[position] ?? 0);
        const padded = Math.max(...batch) * batch.length;
        const real = batch.reduce((sum, length) => sum + length, 0);
        expect(padded).toBeLessThanOrEqual(1.05 * real);
        expect(batch.length).toBeLessThanOrEqual(largest);
        expect(new Set(pickBatch(waiting, largest)).size).toBe(batch.length);
      }),
    );
  });

  it('fills a batch from inputs of one length', () => {
    expect(
      pickBatch(
        Array.from({ length: 40 }, () => 128),
        32,
      ),
    ).toHaveLength(32);
  });
});
