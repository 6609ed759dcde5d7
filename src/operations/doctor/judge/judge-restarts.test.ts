import { describe, expect, it } from 'vitest';
import { judgeRestarts } from './judge-restarts.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const runs = {
  name: 'gecko-ollama-1',
  status: 'running' as const,
  exitCode: null,
  oomKilled: false,
  error: '',
  restarts: 0,
  startedAt: now - 3_600_000,
  memoryLimit: 4 * 2 ** 30,
};
const ended = { ...runs, status: 'exited' as const };

describe('judgeRestarts', () => {
  it.each([
    ['runs', {}, []],
    ['was stopped', { ...ended, exitCode: 0 }, []],
    [
      'restarts',
      { status: 'restarting' as const, exitCode: 7, restarts: 1 },
      ['problem RESTART_LOOP'],
    ],
    ['runs between two ends', { restarts: 3, startedAt: now - 5_000 }, ['problem RESTART_LOOP']],
    ['was restarted long ago', { restarts: 3 }, ['note WAS_RESTARTED']],
    ['was restarted once', { restarts: 1, startedAt: now - 5_000 }, []],
    [
      'was ended for its limit',
      { ...ended, exitCode: 137, oomKilled: true },
      ['problem OOM_KILLED'],
    ],
    [
      'is restarted for its limit',
      { status: 'restarting' as const, exitCode: 137, oomKilled: true, restarts: 9 },
      ['problem OOM_KILLED'],
    ],
    ['lost a program for its limit', { oomKilled: true }, ['warning OOM_KILLED']],
    ['was killed', { ...ended, exitCode: 137 }, ['note KILLED']],
    [
      'could not start',
      { ...ended, status: 'created' as const, error: 'no' },
      ['problem START_FAILED'],
    ],
  ])('a container that %s', (_, changes, expected) => {
    const findings = judgeRestarts({ ...runs, ...changes }, 'ollama', now);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
  });

  it('names the limit, and the key that raises it', () => {
    expect(
      judgeRestarts({ ...ended, exitCode: 137, oomKilled: true }, 'ollama', now),
    ).toMatchObject([
      {
        text: expect.stringContaining('its limit is 4.00 GiB'),
        fix: { what: expect.stringContaining('services.ollama.limits.memory') },
      },
    ]);
  });
});
