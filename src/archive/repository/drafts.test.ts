import { describe, expect, it } from 'vitest';
import type { ProcessTable } from '../../state/process-identity.ts';
import { draftOf, isDraft, isDraftOfDead } from './drafts.ts';

describe('a draft', () => {
  const here: ProcessTable = {
    host: 'here',
    bootId: () => 'boot',
    machine: () => 'm',
    pidSpace: () => 'all',
    startTime: () => 'started',
  };
  const isLeft = (writer: Partial<ProcessTable>, reader: Partial<ProcessTable> = {}) => {
    const name = draftOf('/r/blobs/x', { ...here, ...writer });
    expect(isDraft(name)).toBe(true);
    return isDraftOfDead(name, { ...here, ...reader });
  };

  it('is left where its writer has ended on this machine', () => {
    expect(isLeft({}, { startTime: () => null })).toBe(true);
    expect(isLeft({ startTime: () => 'before' })).toBe(true);
    expect(isLeft({ bootId: () => 'before' })).toBe(true);
  });

  it('is not left where its writer runs, or may run where nobody here can tell', () => {
    expect(isLeft({})).toBe(false);
    const gone = { startTime: () => null };
    // Two machines of one name at a shared folder, a container beside its host, one without a name.
    expect(isLeft({ bootId: () => 'other', machine: () => 'n' }, gone)).toBe(false);
    expect(isLeft({ pidSpace: () => 'container', machine: () => '' }, gone)).toBe(false);
    expect(isLeft({ bootId: () => 'other', machine: () => '' }, gone)).toBe(false);
    expect(isLeft({ host: 'far', bootId: () => 'other' }, gone)).toBe(false);
  });

  it('is told by none that gecko has not named', () => {
    for (const name of ['x.partial', 'x.1-ab-cd-12345678.partial', 'x.1-----12345678'])
      expect(isDraftOfDead(name, { ...here, startTime: () => null })).toBe(false);
  });

  it('keeps to what the system tells', () => {
    const mute = { bootId: () => '', machine: () => '', pidSpace: () => '', startTime: () => '' };
    expect(isLeft(mute, mute)).toBe(false);
    expect(isLeft(mute, { ...mute, startTime: () => null })).toBe(true);
  });
});
