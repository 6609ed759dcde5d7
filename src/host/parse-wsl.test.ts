import { describe, expect, it } from 'vitest';
import { captured } from '../../test/fakes/captured-machines.ts';
import { parseWsl } from './parse-wsl.ts';

describe('parseWsl', () => {
  it.each([
    [1, captured('proc/version-wsl1.txt')],
    [2, captured('proc/version-wsl2.txt')],
    [null, 'Linux version 6.8.0-45-generic (buildd@lcy02-amd64-115) #45-Ubuntu SMP'],
    [null, ''],
  ])('tells %s', (wsl, version) => expect(parseWsl(version)).toBe(wsl));
});
