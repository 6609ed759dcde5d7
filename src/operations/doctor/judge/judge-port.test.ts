import { describe, expect, it } from 'vitest';
import { judgePort } from './judge-port.ts';

const free = { port: 8000, key: 'ports.rag', isOurs: false, holder: null, free: null };
const taken = { ...free, holder: 'nginx (process 77)', free: 8003 };

describe('judgePort', () => {
  it.each([
    ['ours', { ...free, isOurs: true }, 'runs', null],
    ['free, before up', free, 'absent', null],
    ['free, after stop', free, 'stopped', null],
    ['free while the door runs', free, 'runs', 'warning PORT_UNPUBLISHED'],
    ['taken, before up', taken, 'absent', 'warning PORT_TAKEN'],
    ['taken where the door is stopped', taken, 'stopped', 'problem PORT_TAKEN'],
    ['taken while the door runs', taken, 'runs', 'problem PORT_TAKEN'],
  ] as const)('a port that is %s', (_, port, state, expected) => {
    const finding = judgePort(port, { state });
    expect(finding && `${finding.severity} ${finding.code}`).toBe(expected);
  });

  it('names who has it, its key and a free one', () => {
    const finding = judgePort(taken, { state: 'runs' });
    expect(finding?.text).toBe('Port 8000 (ports.rag) is taken by nginx (process 77)');
    expect(finding?.fix?.what).toContain('8003 is free');
  });
});
