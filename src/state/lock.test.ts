import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../runtime.ts';
import { fileLock } from './file-lock.ts';
import { acquireLock, type LockHolder, type LockInput } from './lock.ts';
import { identify, type ProcessTable } from './process-identity.ts';

let path = '';
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'gecko-lock-')), 'lock');
});
afterEach(() => rmSync(dirname(path), { recursive: true }));

/** Time that passes only in sleeps, which yield to others. */
function fakeClock(): Clock {
  let time = 1_000_000;
  return {
    now: () => time,
    monotonic: () => time,
    async sleep(milliseconds) {
      time += milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** A machine where only this process and `alive` run. */
function machine(alive: readonly number[] = [], host = 'here', boot = 'boot-1'): ProcessTable {
  return {
    host,
    bootId: () => boot,
    machine: () => '',
    pidSpace: () => 'all',
    startTime: (pid) => (pid === process.pid || alive.includes(pid) ? `started-${pid}` : null),
  };
}

function input(changes: Partial<LockInput> = {}): LockInput {
  return {
    place: fileLock(path),
    command: 'gecko up',
    waitMs: 0,
    clock: fakeClock(),
    signal: new AbortController().signal,
    processes: machine(),
    ...changes,
  };
}

let made = 0;
/** A lock file of a process of `processes`. */
function heldBy(pid: number, processes: ProcessTable, file = path): LockHolder {
  made += 1;
  const holder: LockHolder = {
    schemaVersion: 1,
    ...identify(pid, processes),
    nonce: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    command: 'gecko restore',
    at: '2026-01-01T00:00:00.000Z',
  };
  writeFileSync(file, JSON.stringify(holder));
  return holder;
}

const filesLeft = () => readdirSync(dirname(path));

describe('acquireLock', () => {
  it('leaves nothing behind once released', async () => {
    const lock = await acquireLock(input());
    expect(filesLeft()).toEqual(['lock']);
    await lock.release();
    expect(filesLeft()).toEqual([]);
  });

  it('names the holder when another live process has it', async () => {
    heldBy(4711, machine([4711]));
    const attempt = acquireLock(input({ processes: machine([4711]) }));
    await expect(attempt).rejects.toMatchObject({
      code: 'LOCKED',
      exitCode: 11,
      message: expect.stringMatching(/gecko restore, process 4711 on here/),
    });
  });

  it('waits until the deadline and takes it when it is released before', async () => {
    const first = await acquireLock(input());
    const waited: number[] = [];
    const second = acquireLock(input({ waitMs: 1_000, onWait: ({ pid }) => waited.push(pid) }));
    await new Promise((resolve) => setImmediate(resolve));
    await first.release();
    await (await second).release();
    expect(waited).toEqual([process.pid]);
  });

  it.each([
    ['its process has ended', machine([]), machine([4711])],
    ['the machine was started anew', machine([4711], 'here', 'boot-2'), machine([4711])],
    [
      'its process id is used again',
      { ...machine([4711]), startTime: () => 'later' },
      machine([4711]),
    ],
  ])('takes over when %s', async (_, processes, before) => {
    heldBy(4711, before);
    const lock = await acquireLock(input({ processes }));
    expect(filesLeft()).toEqual(['lock']);
    await lock.release();
    expect(filesLeft()).toEqual([]);
  });

  it('never takes over from another machine', async () => {
    heldBy(4711, machine([4711], 'elsewhere', 'boot-2'));
    await expect(acquireLock(input())).rejects.toMatchObject({ code: 'LOCKED' });
  });

  it('takes over from what counts apart under the same host name only where it is told to', async () => {
    const named = { ...machine(), machine: () => 'm' };
    heldBy(4711, { ...named, startTime: () => 'started', pidSpace: () => 'other' });
    const attempt = acquireLock(input({ processes: named }));
    await expect(attempt).rejects.toMatchObject({
      code: 'LOCKED',
      hint: expect.stringContaining('--break-lock'),
    });
    await acquireLock(input({ processes: named, breaks: true }));
    expect(filesLeft()).toEqual(['lock']);
  });

  it('never takes over a lock that it does not understand', async () => {
    writeFileSync(path, 'half');
    await expect(acquireLock(input())).rejects.toMatchObject({ code: 'LOCKED' });
    expect(filesLeft()).toEqual(['lock']);
  });

  it('goes on where an heir died before it had replaced the lock', async () => {
    const before = machine([1, 2]);
    const holder = heldBy(1, before);
    heldBy(2, before, `${path}.after-${holder.nonce}`);
    const lock = await acquireLock(input());
    expect(filesLeft()).toEqual(['lock']);
    await lock.release();
  });

  it('waits for an heir that lives', async () => {
    const before = machine([1, 2]);
    const holder = heldBy(1, before);
    heldBy(2, before, `${path}.after-${holder.nonce}`);
    await expect(acquireLock(input({ processes: machine([2]) }))).rejects.toMatchObject({
      code: 'LOCKED',
      message: expect.stringContaining('process 2'),
    });
  });

  it('lets one in at a time when many take over at once', async () => {
    heldBy(4711, machine([4711]));
    let inside = 0;
    let most = 0;
    const take = async () => {
      const lock = await acquireLock(input({ waitMs: 1_000_000 }));
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      await lock.release();
    };
    await Promise.all(Array.from({ length: 12 }, take));
    expect(most).toBe(1);
    expect(filesLeft()).toEqual([]);
  });
});
