import { describe, expect, it } from 'vitest';
import { fastestOnCpu } from './fastest-on-cpu.ts';

const desktop = { threads: 16, sharesMemory: false };
const dense = { 'llama.block_count': 32 };
const mixture = { 'qwen3moe.expert_count': 128, 'qwen3moe.expert_used_count': 8 };

describe('what a processor could write at most', () => {
  it.each([
    ['8 billion parameters in 4.7 GB', 4.7e9, dense, desktop, 24],
    ['the same on a server', 4.7e9, dense, { ...desktop, threads: 192 }, 245],
    ['experts, of which few are read', 40e9, mixture, desktop, 46],
  ])('%s', (_, bytes, metadata, machine, rate) => {
    expect(fastestOnCpu({ bytes, metadata }, machine)).toBeCloseTo(rate, -1);
  });

  it.each([
    ['weights that fit into a cache', 1e8, dense, desktop],
    ['experts that do', 18e9, mixture, desktop],
    ['a GPU with the memory of the processor', 4.7e9, dense, { ...desktop, sharesMemory: true }],
  ])('is not known for %s', (_, bytes, metadata, machine) => {
    expect(fastestOnCpu({ bytes, metadata }, machine)).toBeNull();
  });
});
