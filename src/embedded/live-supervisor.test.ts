import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  alive = new Set([77]);
  signals = [];
  onSignal = () => alive.delete(77);
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

/** Processes that run on the machine. */
let alive: Set<number>;
const machine: ProcessTable = {
  host: 'here',
  bootId: () => 'boot',
  machine: () => 'm',
  pidSpace: () => 'all',
  startTime: (pid) => (alive.has(pid) ? 'started' : null),
};
/** Signals that were sent, and what they do. */
let signals: string[];
let onSignal: (signal: string) => void;
const kill = (pid: number, signal: string) => {
  signals.push(`${signal} ${pid}`);
  onSignal(signal);
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
  return createSupervisor({ ...runtime, file: '', processes: machine, kill });
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
  ])('removes the record of one that %s', async (_, changes) => {
    expect(await (await recorded(changes)).find()).toBeNull();
    expect(existsSync(runtime.paths.project.daemon)).toBe(false);
  });

  it('finds it after the machine has got another name', async () => {
    const before = { host: 'before', machine: 'm', pidSpace: 'all' };
    expect(await (await recorded(before)).find()).toMatchObject({ record: before });
  });

  it('waits for one that ends, whose port another has already', async () => {
    setTimeout(() => alive.delete(77), 100);
    expect(await (await recorded({ instance: 'j' })).find()).toBeNull();
    expect(alive).toEqual(new Set());
    expect(existsSync(runtime.paths.project.daemon)).toBe(false);
  });

  it('leaves the record of another machine alone, and says where it runs', async () => {
    const supervisor = await recorded({ host: 'there', bootId: 'its boot' });
    await expect(supervisor.find()).rejects.toMatchObject({
      code: 'LOCKED',
      exitCode: 11,
      hint: expect.stringContaining(`rm ${runtime.paths.project.daemon}`),
    });
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

describe('the lock of those that start and stop it', () => {
  const far = { pid: 7, startTime: 's', bootId: 'b', host: 'far', command: 'gecko up' };
  const nonce = '00000000-0000-4000-8000-000000000000';
  const holder = { schemaVersion: 1, ...far, at: '2026-01-01T00:00:00.000Z', nonce };

  it('is waited for as long as --lock-wait says', async () => {
    await recorded();
    await writeAtomic(runtime.paths.project.spawnLock, JSON.stringify(holder));
    const lock = { waitMs: 10 };
    const supervisor = createSupervisor({ ...runtime, lock, file: '', processes: machine, kill });
    await expect(supervisor.stop(runtime.signal)).rejects.toMatchObject({ code: 'LOCKED' });
    expect(signals).toEqual([]);
  });

  it('is taken over where that is asked for', async () => {
    await recorded();
    await writeAtomic(runtime.paths.project.spawnLock, JSON.stringify(holder));
    const lock = { waitMs: 0, breaks: true };
    const supervisor = createSupervisor({ ...runtime, lock, file: '', processes: machine, kill });
    expect(await supervisor.stop(runtime.signal)).toBe(true);
  });
});

describe('stop', () => {
  it('says that nothing runs, and signals nobody', async () => {
    const supervisor = await recorded({ startTime: 'earlier' });
    expect(await supervisor.stop(runtime.signal)).toBe(false);
    expect(signals).toEqual([]);
  });

  it('kills one that does not end in time, and waits until it is dead', async () => {
    let polls = 0;
    onSignal = (signal) => {
      if (signal === 'SIGKILL') polls = 3;
    };
    const startTime = (pid: number) => {
      if (polls > 0 && --polls === 0) alive.delete(77);
      return machine.startTime(pid);
    };
    await recorded();
    const processes = { ...machine, startTime };
    const supervisor = createSupervisor({ ...runtime, file: '', processes, kill });
    expect(await supervisor.stop(runtime.signal)).toBe(true);
    expect(signals).toEqual(['SIGTERM 77', 'SIGKILL 77']);
    expect(alive).toEqual(new Set());
    expect(existsSync(runtime.paths.project.daemon)).toBe(false);
  });

  it('lets nobody start one until what follows is done', async () => {
    const supervisor = await recorded({ startTime: 'earlier' });
    const { spawnLock } = runtime.paths.project;
    const isHeld: boolean[] = [];
    await supervisor.stop(runtime.signal, async () => {
      isHeld.push(existsSync(spawnLock));
    });
    expect([...isHeld, existsSync(spawnLock)]).toEqual([true, false]);
  });
});

describe('restartAround', () => {
  it('waits for an ingest, ends the daemon, and starts it again although the change failed', async () => {
    await recorded();
    const file = join(home, 'daemon.mjs');
    writeFileSync(
      file,
      `import { writeFileSync } from 'node:fs';
       process.once('message', () => {
         writeFileSync(${JSON.stringify(join(home, 'started'))}, '');
         process.send({ type: 'ready', record: { ports: {} } }, () => process.disconnect());
       });`,
    );
    const supervisor = createSupervisor({ ...runtime, file, processes: machine, kill });
    alive.add(88);
    mkdirSync(runtime.paths.project.ingests, { recursive: true });
    const ingest = { pid: 88, startTime: 'started', bootId: 'boot', host: 'here' };
    writeFileSync(join(runtime.paths.project.ingests, '88.json'), JSON.stringify(ingest));
    const order: string[] = [];
    onSignal = () => {
      order.push(alive.has(88) ? 'ended beside an ingest' : 'ended');
      alive.delete(77);
    };
    setTimeout(() => alive.delete(88), 50);
    const change = async () => {
      order.push('changed');
      throw new Error('no further');
    };
    await expect(supervisor.restartAround(change, runtime.signal)).rejects.toThrow('no further');
    expect(order).toEqual(['ended', 'changed']);
    expect(existsSync(join(home, 'started'))).toBe(true);
  });
});
