import { describe, expect, it } from 'vitest';
import { systemOf } from '../../../test/fakes/system-of.ts';
import { answered, failed, unseen } from './seen.ts';
import { commandFor, toldPart } from './told-parts.ts';

const backups = (age: number, stale = false) => ({
  backups: { at: '', age, stale, renew: 'gecko backup', value: { backups: [], schedule: null } },
});

describe('toldPart', () => {
  it('is nothing where nobody told it', () => {
    expect(toldPart('backups', { rag: answered(systemOf('rag'), 0), qa: unseen }, 0)).toBeNull();
  });

  it('takes what was told last, of whichever backend knows it', () => {
    const rag = answered(systemOf('rag', { report: backups(900, true) }), 0);
    const qa = answered(systemOf('qa', { report: backups(20) }), 0);
    expect(toldPart('backups', { rag, qa }, 0)).toMatchObject({ age: 20, stale: false });
  });

  it('grows older, and stale, while nobody answers', () => {
    const rag = answered(systemOf('rag', { report: backups(590) }), 1_000);
    expect(toldPart('backups', { rag, qa: unseen }, 21_000)).toMatchObject({
      age: 610,
      stale: true,
      renew: 'gecko backup',
    });
  });

  it('tells what the embedded runtime sees itself from what it was told before', () => {
    const told = { runtime: 'embedded' as const, report: backups(0) };
    const rag = answered(systemOf('rag', told), 0);
    expect(toldPart('backups', { rag, qa: unseen }, 4_000)).toMatchObject({ isNow: true });
    const silent = failed(rag, new Error('gone'), 4_000);
    expect(toldPart('backups', { rag: silent, qa: unseen }, 4_000)).toMatchObject({ isNow: false });
  });
});

it('names the command for what nobody has told', () => {
  expect(commandFor('doctor', { rag: answered(systemOf('rag'), 0), qa: unseen })).toBe(
    'gecko doctor',
  );
});
