import { describe, expect, it } from 'vitest';
import { captured } from '../../test/fakes/captured-machines.ts';
import { parseNvidiaList } from './parse-nvidia-list.ts';

describe('parseNvidiaList', () => {
  it('reads the instances of a split card', () => {
    const devices = parseNvidiaList(captured('nvidia-smi/mig-list.txt'));
    expect(devices).toHaveLength(4);
    expect(devices[3]).toEqual({
      gpu: 0,
      uuid: 'MIG-930574a9-d43a-5d2b-95da-3e68384c8d6b',
      profile: '1g.20gb',
    });
  });

  it('finds none where no card is split', () => {
    expect(parseNvidiaList('GPU 0: NVIDIA A (UUID: GPU-1)\n')).toEqual([]);
  });
});
