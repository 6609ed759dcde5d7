import { describe, expect, it } from 'vitest';
import { captured } from '../../test/fakes/captured-machines.ts';
import { parseCpuinfo } from './parse-cpuinfo.ts';

describe('parseCpuinfo', () => {
  it('reads model, cores and instruction sets', () => {
    expect(parseCpuinfo(captured('proc/cpuinfo-i7-7820x.txt'))).toEqual({
      model: 'Intel(R) Core(TM) i7-7820X CPU @ 3.60GHz',
      cores: 8,
      threads: 16,
      avx2: true,
      avx512: true,
    });
  });

  it('counts the processors of an ARM board, which names none', () => {
    expect(parseCpuinfo(captured('proc/cpuinfo-raspberry-pi.txt'))).toEqual({
      model: '',
      cores: 0,
      threads: 2,
      avx2: false,
      avx512: false,
    });
  });
});
