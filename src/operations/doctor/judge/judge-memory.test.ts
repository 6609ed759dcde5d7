import { describe, expect, it } from 'vitest';
import { judgeLimits } from './judge-limits.ts';
import { judgeMemory } from './judge-memory.ts';

const gib = 2 ** 30;
const looked = {
  model: 'llama3',
  need: 6 * gib,
  limit: null,
  machine: 16 * gib,
  where: "the engine's machine",
  mayHaveCard: false,
};

describe('judgeMemory', () => {
  it.each([
    ['fits', {}, 'ok MEMORY'],
    ['fits its limit', { limit: 6 * gib }, 'ok MEMORY'],
    ['leaves little', { machine: 6.5 * gib }, 'warning MEMORY_TIGHT'],
    ['is larger than the machine', { machine: 4 * gib }, 'problem MEMORY_SHORT'],
    ['is larger than its limit', { limit: 4 * gib }, 'problem MEMORY_SHORT'],
    ['may fit on a card', { limit: 4 * gib, mayHaveCard: true }, 'warning MEMORY_SHORT'],
    ['lies on a card', { need: 0, limit: 4 * gib }, 'ok MEMORY'],
  ])('a model that %s', (_, changes, expected) => {
    const { severity, code } = judgeMemory({ ...looked, ...changes });
    expect(`${severity} ${code}`).toBe(expected);
  });

  it('says where a model is that takes none of the memory', () => {
    expect(judgeMemory({ ...looked, need: 0 }).text).toMatch(
      /^llama3 lies wholly on the graphics card, and /,
    );
  });

  it('names both figures', () => {
    expect(judgeMemory({ ...looked, limit: 4 * gib }).text).toBe(
      'llama3 needs about 6.00 GiB, and services.ollama.limits.memory allows 4.00 GiB',
    );
    expect(judgeMemory({ ...looked, machine: 4 * gib }).text).toBe(
      "llama3 needs about 6.00 GiB, and the engine's machine has 4.00 GiB",
    );
  });
});

describe('judgeLimits', () => {
  it.each([
    ['rag', null, null],
    ['rag', 4 * gib, null],
    ['rag', gib / 4, 'gecko-x-1 may have 256 MiB, and needs 512 MiB'],
    ['qdrant', gib / 8, 'gecko-x-1 may have 128 MiB, and needs 256 MiB'],
    ['ollama', gib / 8, null],
  ])('%s with %s bytes', (service, memoryLimit, expected) => {
    const finding = judgeLimits(service, { name: 'gecko-x-1', memoryLimit });
    expect(finding?.text ?? null).toBe(expected);
  });
});
