import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainHost } from '../../test/fakes/plain-host.ts';
import { addBackupResult } from '../state/backup-results.ts';
import { createObserver } from './observe.ts';

let home: string;
let looked: number;
let time: number;
let observe: ReturnType<typeof createObserver>;
let backupResults: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gecko-observe-'));
  [looked, time] = [0, 0];
  backupResults = join(home, 'backups.json');
  observe = createObserver({
    serve: {
      ports: { rag: 8000, qa: 8002, web: 8081 },
      observed: { schedule: 'daily', backupResults, verifyResults: join(home, 'verified.json') },
    },
    version: '1.2.3',
    clock: {
      now: () => Date.parse('2026-01-01T00:00:00Z') + time,
      monotonic: () => time,
      sleep: async () => {},
    },
    async host() {
      looked += 1;
      return plainHost;
    },
  });
});
afterEach(() => rmSync(home, { recursive: true }));

describe('the embedded runtime', () => {
  it('is all of its services, since it began', async () => {
    time = 5_000;
    const { services, hardware } = await observe();
    const common = { version: '1.2.3', state: 'running', startedAt: '2026-01-01T00:00:00.000Z' };
    expect(services).toMatchObject([
      { ...common, name: 'rag', url: 'http://127.0.0.1:8000' },
      { ...common, name: 'qa', url: 'http://127.0.0.1:8002' },
      { ...common, name: 'web', url: 'http://127.0.0.1:8081' },
    ]);
    expect(hardware).toMatchObject({ profile: null, proof: null });
  });

  it('looks at the machine once a minute, however often it is asked', async () => {
    await Promise.all([observe(), observe()]);
    time = 59_000;
    await observe();
    expect(looked).toBe(1);
    time = 61_000;
    await observe();
    expect(looked).toBe(2);
  });

  it('reads what came of backups, and does without where that cannot be read', async () => {
    expect((await observe()).backups).toMatchObject({ backups: [], schedule: { last: null } });
    await addBackupResult(backupResults, {
      ...{ time: '2026-01-01T00:00:00.000Z', what: 'all', by: 'schedule', took: 1 },
      ...{ repository: '/b', backup: { id: 'a1', size: 2, written: 1 }, failure: null },
    });
    expect((await observe()).backups).toMatchObject({
      backups: [{ id: 'a1' }],
      schedule: { last: { problem: null } },
    });
    writeFileSync(backupResults, 'no JSON');
    expect(await observe()).not.toHaveProperty('backups');
  });
});
