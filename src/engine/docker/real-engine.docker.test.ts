import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openTestEngine } from '../../../test/engine/open-test-engine.ts';
import { fakeConnectInput } from '../../../test/fakes/connect-input.ts';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { findEngine } from '../connect/find-engine.ts';
import type { Engine } from '../engine.ts';
import type { ContainerSpec } from '../objects.ts';

const signal = new AbortController().signal;

/** What only a real engine says, and what only the adapter for it promises. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a real engine', () => {
  let engine: Engine;
  let name: string;
  beforeEach(async () => {
    engine = await openTestEngine();
    name = `t${randomUUID().slice(0, 8)}`;
  });
  afterEach(async () => {
    for (const suffix of ['', '-peer'])
      await engine.removeContainer(`${name}${suffix}`, { force: true });
    await engine.removeNetwork(`${name}-net`);
  });

  const start = async (more: Partial<ContainerSpec>) => {
    const spec = containerSpec(name, 'gecko-test/busybox:1');
    const id = await engine.createContainer({ ...spec, command: ['sleep', '1000'], ...more });
    await engine.startContainer(id);
    return id;
  };
  const output = async (id: string, ...command: string[]) => {
    let text = '';
    const onOutput = (_stream: string, bytes: Buffer) => {
      text += bytes.toString();
    };
    const exitCode = await engine.exec(id, { command, onOutput, signal });
    return { text, exitCode };
  };
  const lines = async (id: string) => {
    const all: string[] = [];
    const options = { follow: true, tail: null, since: null, timestamps: false, signal };
    for await (const { text } of engine.logs(id, options)) all.push(text);
    return all;
  };

  it('tells of itself', () => {
    expect(engine.info).toMatchObject({ name: 'Docker', isLocal: true });
    expect(engine.info.runtimes).toContain('runc');
    expect(engine.info.cpus).toBeGreaterThan(0);
    expect(engine.info.memory).toBeGreaterThan(0);
    expect(engine.info.dataRoot).toContain('gecko-engine-');
  });

  it('is reached through ssh and docker system dial-stdio', async () => {
    const id = await start({});
    const folder = mkdtempSync(join(tmpdir(), 'gecko-ssh-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const docker = `exec docker -H unix://${process.env.GECKO_TEST_ENGINE} system dial-stdio`;
    writeFileSync(join(folder, 'ssh'), `#!/bin/sh\n${docker}\n`, { mode: 0o755 });
    const env = { DOCKER_HOST: 'ssh://build.example', PATH: `${folder}:${process.env.PATH}` };
    const far = await findEngine(fakeConnectInput({ env }), signal);
    expect(far.info.isLocal).toBe(false);
    let text = '';
    const exitCode = await far.exec(id, {
      command: ['cat'],
      stdin: Readable.from([Buffer.from('there and back')]),
      onOutput: (_stream, bytes) => {
        text += bytes;
      },
      signal,
    });
    expect({ text, exitCode }).toEqual({ text: 'there and back', exitCode: 0 });
  });

  it('row 23: tells of a port that a program of the host holds', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const ports = [{ address: '127.0.0.1', hostPort: port, containerPort: 80 }];
    await expect(start({ ports })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      details: { address: '127.0.0.1', port },
    });
  });

  it('row 51: tells that it cannot pass a GPU on', async () => {
    const devices = [{ kind: 'nvidia' as const, count: 1, ids: [] }];
    await expect(start({ devices })).rejects.toMatchObject({
      code: 'ENGINE_UNABLE',
      exitCode: 21,
      hint: expect.stringContaining('nvidia-ctk runtime configure'),
    });
  });

  it('tells of a device that is not there, and of limits beyond the machine', async () => {
    const devices = [{ kind: 'device' as const, path: '/dev/no-such-device' }];
    await expect(start({ devices })).rejects.toMatchObject({ code: 'ENGINE_UNABLE' });
    await engine.removeContainer(name, { force: true });
    const limits = { memory: null, cpus: 10_000, pids: null, shm: null };
    await expect(start({ limits })).rejects.toMatchObject({ code: 'ENGINE_UNABLE' });
  });

  it('tells of a program that is not there', async () => {
    await expect(start({ command: ['/nowhere'] })).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringContaining('/nowhere'),
    });
    const failed = await engine.container(name);
    expect(failed?.exitCode).toBe(127);
    expect(failed?.error).toContain('/nowhere');
  });

  it('does not make the folder of a bind that is missing', async () => {
    const bind = { type: 'bind' as const, source: `/no/${name}`, target: '/data' };
    await expect(start({ mounts: [{ ...bind, readOnly: true }] })).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringContaining(`/no/${name}`),
    });
  });

  it('gives names on an internal network, and no others', async () => {
    await engine.createNetwork({ name: `${name}-net`, internal: true, labels: {} });
    const on = (alias: string) => [{ name: `${name}-net`, aliases: [alias] }];
    await start({ name: `${name}-peer`, networks: on('qdrant') });
    const id = await start({ networks: on('web') });
    expect((await output(id, 'nslookup', 'qdrant')).exitCode).toBe(0);
    expect((await output(id, 'nslookup', 'other')).exitCode).not.toBe(0);
  });

  it('drops capabilities, closes the root and keeps groups', async () => {
    const tmpfs = [{ target: '/scratch', size: 2 ** 20 }];
    const id = await start({ readOnlyRoot: true, tmpfs, groups: [993], user: '1000:1000' });
    const { text } = await output(id, 'cat', '/proc/self/status');
    expect(text).toMatch(/CapBnd:\s*0+\n/);
    expect(text).toMatch(/NoNewPrivs:\s*1\n/);
    expect((await output(id, 'id', '-G')).text.trim()).toBe('1000 993');
    expect((await output(id, 'touch', '/file')).exitCode).toBe(1);
    expect((await output(id, 'touch', '/scratch/file')).exitCode).toBe(0);
  });

  it('tells of the end of memory', async () => {
    if (!engine.info.canLimit.memory) return;
    const limits = { memory: 16 * 2 ** 20, cpus: null, pids: null, shm: null };
    const id = await start({ limits, command: ['tail', '/dev/zero'] });
    expect(await engine.waitContainer(id, signal)).toBe(137);
    expect((await engine.container(id))?.oomKilled).toBe(true);
  });

  it('reads bytes that are no UTF-8, and a line longer than a frame', async () => {
    const script = "printf 'a\\377\\n'; head -c 100000 /dev/zero | tr '\\0' x; echo; echo end";
    const [broken, long, end] = await lines(await start({ command: ['sh', '-c', script] }));
    expect(broken).toBe('a\ufffd');
    expect(long).toHaveLength(100_000);
    expect(end).toBe('end');
  });

  it('runs as a user, in a folder', async () => {
    const id = await start({});
    let text = '';
    await engine.exec(id, {
      command: ['sh', '-c', 'id -u; pwd'],
      user: '1000',
      workdir: '/tmp',
      onOutput: (_stream, bytes) => {
        text += bytes;
      },
      signal,
    });
    expect(text).toBe('1000\n/tmp\n');
  });

  it('runs the Node of the machine, for services that answer over HTTP', async () => {
    const id = await start({ image: 'gecko-test/node:1', command: ['-p', '1 + 1'] });
    expect(await lines(id)).toEqual(['2']);
  });
});
