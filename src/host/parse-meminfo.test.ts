import { describe, expect, it } from 'vitest';
import { captured } from '../../test/fakes/captured-machines.ts';
import { parseMeminfo } from './parse-meminfo.ts';

describe('parseMeminfo', () => {
  it('reads what is available', () => {
    expect(parseMeminfo(captured('proc/meminfo-wsl2.txt'))).toEqual({
      total: 26220580 * 1024,
      available: 25898488 * 1024,
    });
  });

  it('adds up what is available where the kernel does not', () => {
    expect(parseMeminfo(captured('proc/meminfo-wsl1.txt'))).toEqual({
      total: 16647124 * 1024,
      available: (5969580 + 34032 + 188576) * 1024,
    });
  });

  it('says nothing of another file', () => {
    expect(parseMeminfo('')).toBeNull();
  });
});
