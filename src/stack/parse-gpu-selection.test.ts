import { describe, expect, it } from 'vitest';
import { parseGpuSelection } from './parse-gpu-selection.ts';

describe('parseGpuSelection', () => {
  it.each([
    ['0', 0],
    ['2', 2],
    ['all', 'all'],
    ['0,2', ['0', '2']],
    ['device=1', ['1']],
    ['device=0:1', ['0:1']],
    ['GPU-7518f6b0-991f-ce2b-3d37-c779130d3137', ['GPU-7518f6b0-991f-ce2b-3d37-c779130d3137']],
    ['MIG-GPU-1/1/0,renderD129', ['MIG-GPU-1/1/0', 'renderD129']],
    ['-1', null],
    ['two', null],
    ['0,', null],
    ['', null],
    ['0,$(id)', null],
  ])('reads %s', (text, selection) => expect(parseGpuSelection(text)).toEqual(selection));
});
