import { describe, expect, it } from 'vitest';
import type { NvidiaGpu } from '../host/parse-nvidia-smi.ts';
import { nvidiaUnsupported } from './nvidia-support.ts';

const card: NvidiaGpu = {
  index: 0,
  uuid: 'GPU-1',
  name: 'NVIDIA A',
  memory: 2 ** 34,
  driver: '550.54.14',
  computeCapability: '8.9',
  split: false,
};

describe('nvidiaUnsupported', () => {
  it.each([
    ['8.9', '550.54.14'],
    ['7.0', '550.54.14'],
    ['6.1', '570.86.15'],
    ['5.0', '570.86.15'],
    [null, '550.54.14'],
    ['12.1', '580.126.09'],
    ['8.7', null],
  ])('runs on capability %s with driver %s', (computeCapability, driver) => {
    expect(nvidiaUnsupported({ ...card, computeCapability, driver })).toBeNull();
  });

  it.each([
    ['8.9', '535.216.01', '550 or newer'],
    ['6.1', '550.54.14', '570 or newer'],
  ])('wants a newer driver for %s than %s', (computeCapability, driver, mend) => {
    expect(nvidiaUnsupported({ ...card, computeCapability, driver })?.mend).toContain(mend);
  });

  it('knows no remedy for a card that is too old', () => {
    const old = { ...card, computeCapability: '3.5', driver: '470.182.03' };
    expect(nvidiaUnsupported(old)).toMatchObject({ mend: null });
  });
});
