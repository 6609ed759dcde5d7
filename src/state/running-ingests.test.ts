import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identify, type ProcessTable } from './process-identity.ts';
import { announceIngest, runningIngests } from './running-ingests.ts';

let folder: string;
/** Start times of the processes that live. */
const living = new Map<number, string>();
const table: ProcessTable = {
  host: 'here',
  bootId: () => 'boot',
  machine: () => 'm',
  pidSpace: () => 'all',
  startTime: (pid) => living.get(pid) ?? null,
};

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'gecko-ingests-')), 'ingests');
  living.clear();
  living.set(process.pid, '7');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

describe('runningIngests', () => {
  it('is empty before the first', () => {
    expect(runningIngests(folder, table)).toEqual([]);
  });

  it('names each process from its beginning to its end', () => {
    const ends = [announceIngest(folder, table), announceIngest(folder, table)];
    expect(runningIngests(folder, table).map(({ pid }) => pid)).toEqual([process.pid, process.pid]);
    for (const end of ends) end();
    expect(runningIngests(folder, table)).toEqual([]);
  });

  it('forgets what died, and what cannot be read', () => {
    mkdirSync(folder);
    living.set(42, '9');
    writeFileSync(join(folder, '42-x.json'), JSON.stringify(identify(42, table)));
    expect(runningIngests(folder, table)).toHaveLength(1);
    living.set(42, '10');
    writeFileSync(join(folder, 'cut.json'), '{"pid":');
    expect(runningIngests(folder, table)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
