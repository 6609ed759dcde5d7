import { describe, expect, it } from 'vitest';
import { identify, linuxStartTime, livenessOf, systemProcesses } from './process-identity.ts';

describe('linuxStartTime', () => {
  const rest = '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 987654 20';

  it('reads field 22 behind a program name with blanks and brackets', () => {
    expect(linuxStartTime(`42 (a b) c) S ${rest}`)).toBe('987654');
  });

  it('says that a zombie has ended', () => {
    expect(linuxStartTime(`42 (node) Z ${rest}`)).toBeNull();
  });
});

describe('livenessOf', () => {
  it('knows that this process lives', () => {
    expect(livenessOf(identify(process.pid))).not.toBe('dead');
  });

  it('knows that the same process id with another start is another process', () => {
    const own = identify(process.pid, { ...systemProcesses, startTime: () => 'now' });
    expect(livenessOf(own, { ...systemProcesses, startTime: () => 'then' })).toBe('dead');
  });

  it('does not judge where the system tells no start times', () => {
    const mute = { ...systemProcesses, startTime: () => '' };
    expect(livenessOf(identify(process.pid, mute), mute)).toBe('unknown');
  });
});
