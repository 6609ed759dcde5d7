import { describe, expect, it } from 'vitest';
import { captured } from '../../test/fakes/captured-machines.ts';
import { parseKfdNode } from './parse-kfd-node.ts';

describe('parseKfdNode', () => {
  it.each([
    ['processor', { simdCount: 0, gfx: null, renderMinor: null }],
    ['radeon-7900-xtx', { simdCount: 192, gfx: 'gfx1100', renderMinor: 128 }],
    ['radeon-pro-w7500', { gfx: 'gfx1102', renderMinor: 129 }],
    ['apu-strix-halo', { gfx: 'gfx1151' }],
    ['apu-phoenix', { gfx: 'gfx1103' }],
    ['instinct-mi300x', { gfx: 'gfx942' }],
    ['instinct-mi250', { gfx: 'gfx90a' }],
    ['apu-raven', { cpuCores: 8, simdCount: 44, gfx: null, renderMinor: 129 }],
  ])('reads %s', (file, facts) => {
    expect(parseKfdNode(captured(`kfd/${file}.txt`))).toMatchObject(facts);
  });

  it('takes an unreadable file for a node without units', () => {
    expect(parseKfdNode('')).toEqual({ simdCount: 0, cpuCores: 0, gfx: null, renderMinor: null });
  });
});
