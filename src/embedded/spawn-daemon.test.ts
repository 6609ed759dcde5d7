import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StartMessage } from './daemon-message.ts';
import { type SpawnOptions, spawnDaemon } from './spawn-daemon.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-spawn-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts a daemon whose program is these lines, run when its start message has come. */
function start(program: string, changes: Partial<SpawnOptions> = {}) {
  const file = join(folder, 'daemon.mjs');
  writeFileSync(file, `process.once('message', (message) => { ${program} });`);
  return spawnDaemon({
    file,
    // What it is told does not matter to these programs.
    start: { type: 'start', logPath: join(folder, 'gecko.log') } as StartMessage,
    silence: 10_000,
    progress: () => {},
    signal: new AbortController().signal,
    ...changes,
  });
}

/** Keeps a program alive until it is ended from outside. */
const forEver = 'setInterval(() => {}, 1_000);';

describe('spawnDaemon', () => {
  it('gives the record of a daemon that is ready, and passes on its progress', async () => {
    const received: number[] = [];
    const record = await start(
      `process.send({ type: 'progress', event: { source: 's', file: 'f', received: 7, total: 9 } });
       process.send({ type: 'ready', record: { pid: process.pid, told: message.type } }, () => process.disconnect());`,
      { progress: (event) => received.push(event.received) },
    );
    expect(record).toMatchObject({ told: 'start' });
    expect(received).toEqual([7]);
  });

  it("fails with the daemon's own code, hint and facts", async () => {
    const error = {
      code: 'PORT_TAKEN',
      message: 'Port 1',
      hint: 'Stop it',
      exitCode: 22,
      details: { port: 1 },
    };
    await expect(
      start(`process.send(${JSON.stringify({ type: 'failed', error })}, () => process.exit(1));`),
    ).rejects.toMatchObject(error);
  });

  it('shows the last lines of a daemon that ends before it is ready', async () => {
    const ended = start(`console.error('the store is broken'); process.exit(3);`);
    await expect(ended).rejects.toMatchObject({
      code: 'DAEMON_FAILED',
      message: expect.stringContaining('exit code 3'),
      hint: expect.stringContaining('the store is broken'),
    });
  });

  it('ends a daemon that says nothing', async () => {
    await expect(
      start(`console.error('loading'); ${forEver}`, { silence: 1_000 }),
    ).rejects.toMatchObject({
      code: 'DAEMON_SILENT',
      exitCode: 23,
      hint: expect.stringContaining('loading'),
    });
  });

  it('ends the daemon when it is given up', async () => {
    const controller = new AbortController();
    const giveUp = { progress: () => controller.abort(), signal: controller.signal };
    const event = '{ type: "progress", event: {} }';
    await expect(start(`process.send(${event}); ${forEver}`, giveUp)).rejects.toThrow('aborted');
  });
});
