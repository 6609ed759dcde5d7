import { describe, expect, it } from 'vitest';
import { migrate } from './schema.ts';

describe('migrate', () => {
  it('takes an old document forward, step by step', () => {
    const steps = {
      1: (old: Record<string, unknown>) => ({ ...old, b: 1 }),
      2: (old: Record<string, unknown>) => ({ ...old, c: Number(old.b) + 1 }),
    };
    expect(migrate('catalog', { schemaVersion: 1, a: 0 }, 3, steps)).toEqual({
      schemaVersion: 3,
      a: 0,
      b: 1,
      c: 2,
    });
  });

  it('refuses a newer document and names its writer', () => {
    const newer = { schemaVersion: 9, writtenBy: 'gecko 7.1' };
    expect(() => migrate('catalog', newer, 1)).toThrow(/schema 9/);
    expect(() => migrate('catalog', newer, 1)).toThrow(
      expect.objectContaining({ code: 'SCHEMA_NEWER', hint: expect.stringContaining('gecko 7.1') }),
    );
  });

  it('refuses a document without a version', () => {
    expect(() => migrate('catalog', {}, 1)).toThrow(/no schemaVersion/);
  });
});
