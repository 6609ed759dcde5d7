import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { writeAtomic } from '../state/atomic-file.ts';
import type { ProcessTable } from '../state/process-identity.ts';
import { createSupervisor } from './live-supervisor.ts';
import type { DaemonRecord } from './supervisor.ts';

let home: string;
let runtime: FakeRuntime;
let server: Server;
let port: number;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-supervisor-'));
  runtime = await fakeRuntime(home, new FakeRag());
  server = createServer((_, response) => response.end(JSON.stringify({ instance: 'i' })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
  rmSync(home, { recursive: true });
});

/** A machine on which only process 77 runs. */
const machine: ProcessTable = {
  host: 'here',
  bootId: () => 'boot',
  startTime: (pid) => (pid === 77 ? 'started' : null),
};

async function recorded(changes: Partial<DaemonRecord> = {}) {
  const { daemon: path } = runtime.paths.project;
  const record: DaemonRecord = {
    schemaVersion: 1,
    pid: 77,
    startTime: 'started',
    bootId: 'boot',
    host: 'here',
    instance: 'i',
    version: '0.0.0',
    contract: 1,
    project: 'gecko',
    startedAt: '2026-01-01T00:00:00.000Z',
    ports: { rag: port, qa: port, web: port },
    configHash: 'c',
    ...changes,
  };
  await writeAtomic(path, JSON.stringify(record));
  return createSupervisor({ ...runtime, file: '', processes: machine });
}

describe('find', () => {
  it('finds a daemon whose pid, start time, boot and instance agree', async () => {
    expect(await (await recorded()).find()).toMatchObject({
      urls: { rag: `http://127.0.0.1:${port}` },
    });
  });

  it.each([
    ['has ended', { pid: 78 }],
    ['gave its pid to another process', { startTime: 'earlier' }],
    ['ran before the machine was started anew', { bootId: 'boot before' }],
    ['lost its port to another instance', { instance: 'j' }],
  ])('removes the record of one that %s', async (_, changes) => {
    expect(await (await recorded(changes)).find()).toBeNull();
    expect(existsSync(runtime.paths.project.daemon)).toBe(false);
  });

  it('leaves the record of another machine alone, and says where it runs', async () => {
    const supervisor = await recorded({ host: 'there' });
    await expect(supervisor.find()).rejects.toMatchObject({ code: 'LOCKED', exitCode: 11 });
    expect(existsSync(runtime.paths.project.daemon)).toBe(true);
  });

  it('says that one which lives and does not answer is silent', async () => {
    server.close();
    await expect((await recorded()).find()).rejects.toMatchObject({
      code: 'DAEMON_SILENT',
      hint: expect.stringContaining('kill 77'),
    });
  });
});

describe('stop', () => {
  it('says that nothing runs, and signals nobody', async () => {
    const supervisor = await recorded({ startTime: 'earlier' });
    expect(await supervisor.stop(runtime.signal)).toBe(false);
  });
});
