import { describe, expect, it } from 'vitest';
import {
  asIdentity,
  identify,
  linuxStartTime,
  livenessOf,
  machineName,
  type ProcessIdentity,
  type ProcessTable,
  systemProcesses,
} from './process-identity.ts';

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

describe('livenessOf of another name or boot', () => {
  const here: ProcessTable = {
    host: 'here',
    bootId: () => 'boot',
    machine: () => 'm',
    pidSpace: () => 'all',
    startTime: () => 'started',
  };
  const old = { pid: 7, startTime: 'started', bootId: 'boot', host: 'here' };
  const own: ProcessIdentity = { ...old, machine: 'm', pidSpace: 'all' };

  it.each<[string, ProcessIdentity, string, string]>([
    ['this machine under another name', { ...own, host: 'before' }, 'alive', 'alive'],
    ['a container of this machine', { ...own, host: 'c', pidSpace: 'c' }, 'unknown', 'unknown'],
    ['one that counts apart under this name', { ...own, pidSpace: 'c' }, 'unknown', 'unknown'],
    ['a container of that name', { ...own, machine: '', pidSpace: 'c' }, 'unknown', 'unknown'],
    ['one without boot ids apart', { ...own, bootId: '', pidSpace: 'c' }, 'unknown', 'unknown'],
    ['an old record of this machine', old, 'alive', 'alive'],
    ['an old record under another name', { ...old, host: 'before' }, 'unknown', 'unknown'],
    ['this machine before its restart', { ...own, bootId: 'before' }, 'dead', 'dead'],
    ['another of that name', { ...own, bootId: 'other', machine: 'n' }, 'unknown', 'unknown'],
    ['it, restarted and renamed', { ...own, bootId: 'before', host: 'old' }, 'dead', 'unknown'],
    ['an old record before a restart', { ...old, bootId: 'before' }, 'dead', 'unknown'],
    ['one that names no machine', { ...own, bootId: 'before', machine: '' }, 'dead', 'unknown'],
    ['another without boot ids', { ...own, bootId: '', machine: 'n' }, 'unknown', 'unknown'],
    ['this one without boot ids', { ...old, bootId: '' }, 'alive', 'alive'],
  ])('judges %s', (_, identity, local, shared) => {
    expect(livenessOf(identity, here, 'local')).toBe(local);
    expect(livenessOf(identity, here, 'shared')).toBe(shared);
  });
});

describe('livenessOf in a container that was started anew', () => {
  const before = {
    pid: 7,
    startTime: 'then',
    bootId: 'boot',
    host: 'c',
    machine: '',
    pidSpace: '1',
  };
  const anew: ProcessTable = {
    host: 'c',
    bootId: () => 'boot',
    machine: () => '',
    pidSpace: () => '2',
    startTime: () => null,
  };

  it('knows that what ran there has ended, also where its process id is used again', () => {
    for (const place of ['local', 'shared'] as const) {
      expect(livenessOf(before, anew, place)).toBe('dead');
      expect(livenessOf(before, { ...anew, startTime: () => 'now' }, place)).toBe('dead');
    }
  });

  it('does not judge where its image names a machine, as one beside it may have that name', () => {
    expect(livenessOf({ ...before, machine: 'm' }, { ...anew, machine: () => 'm' })).toBe(
      'unknown',
    );
  });
});

describe('identify', () => {
  it('gives the id of the machine away to nobody', () => {
    const id = '3d1219c7c4c5404aaa1f6d2a48adfda4';
    expect(machineName(id)).toMatch(/^[0-9a-f]{32}$/);
    expect(machineName(id)).not.toBe(id);
    expect(machineName(id)).toBe(machineName(id));
  });

  it('makes what is read again, and reads what earlier geckos wrote', () => {
    const own = identify(process.pid);
    expect(asIdentity(JSON.parse(JSON.stringify(own)))).toEqual(own);
    const old = { pid: 1, startTime: '', bootId: '', host: 'h' };
    expect(asIdentity(old)).toEqual(old);
    expect(asIdentity({ ...old, machine: 1 })).toBeNull();
    expect(asIdentity(null)).toBeNull();
  });
});
