import { chmodSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { fakeConnectInput } from '../../../test/fakes/connect-input.ts';
import {
  type ScriptedEngine,
  startScriptedEngine,
  versionBody,
} from '../../../test/fakes/scripted-engine.ts';
import { findEngine } from './find-engine.ts';

const signal = new AbortController().signal;

describe('findEngine', () => {
  let scripted: ScriptedEngine;
  beforeEach(async () => {
    scripted = await startScriptedEngine();
  });
  afterEach(() => scripted.close());

  it('takes the first socket on which an engine answers', async () => {
    const sockets = ['/nowhere/docker.sock', scripted.socket, '/nowhere/podman.sock'];
    const { info } = await findEngine(fakeConnectInput({ sockets }), signal);
    expect(info).toMatchObject({
      name: 'Docker',
      version: '28.5.2',
      address: `unix://${scripted.socket}`,
      foundBy: scripted.socket,
      isLocal: true,
      architecture: 'amd64',
      cpus: 4,
      cgroup: 2,
      runtimes: ['io.containerd.runc.v2', 'runc'],
    });
  });

  it('speaks the version that both know', async () => {
    await findEngine(fakeConnectInput({ sockets: [scripted.socket] }), signal);
    expect(scripted.requests.map(({ line }) => line)).toEqual(['GET /version', 'GET /v1.51/info']);
  });

  it('keeps what a tcp address has as path', async () => {
    const asked: (string | undefined)[] = [];
    const server = createHttpServer(({ url }, response) => {
      asked.push(url);
      response.end(JSON.stringify(url?.endsWith('/version') ? versionBody : {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const env = { DOCKER_HOST: `tcp://127.0.0.1:${port}/behind/proxy` };
    const { info } = await findEngine(fakeConnectInput({ env }), signal);
    expect(info).toMatchObject({ address: env.DOCKER_HOST, isLocal: true });
    expect(asked).toEqual(['/behind/proxy/version', '/behind/proxy/v1.51/info']);
  });

  it('row 1: says where it looked', async () => {
    const sockets = ['/nowhere/docker.sock', '/nowhere/podman.sock'];
    const finding = findEngine(fakeConnectInput({ sockets }), signal);
    await expect(finding).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      exitCode: 20,
      message:
        'No container engine answers; gecko looked at DOCKER_HOST (not set), docker context default, /nowhere/docker.sock, /nowhere/podman.sock',
      hint: expect.stringContaining('sudo systemctl start docker'),
    });
  });

  it('row 1: says what is wrong with a socket that nothing listens on', async () => {
    await scripted.close();
    const folder = mkdtempSync(join(tmpdir(), 'gecko-socket-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const stale = await staleSocket(join(folder, 's'));
    const input = fakeConnectInput({ env: { DOCKER_HOST: `unix://${stale}` } });
    await expect(findEngine(input, signal)).rejects.toMatchObject({
      exitCode: 20,
      message: `The engine cannot be reached at DOCKER_HOST=unix://${stale}: nothing listens there`,
    });
    scripted = await startScriptedEngine();
  });

  it('row 2: tells of the group docker where the socket is not permitted', async () => {
    chmodSync(scripted.socket, 0o000);
    const input = fakeConnectInput({ sockets: [scripted.socket] });
    const failure = await asNobody(() => findEngine(input, signal).catch((error) => error));
    expect(failure).toMatchObject({ code: 'ENGINE_FORBIDDEN', exitCode: 20 });
    expect(failure.hint).toContain('group docker');
    expect(failure.hint).toContain('rootless');
    expect(failure.hint).not.toContain('chmod');
  });

  it('row 2: goes on to the socket of a rootless engine', async () => {
    const rootless = await startScriptedEngine();
    onTestFinished(() => rootless.close());
    chmodSync(scripted.socket, 0o000);
    chmodSync(rootless.socket, 0o666);
    chmodSync(join(rootless.socket, '..'), 0o755);
    const input = fakeConnectInput({ sockets: [scripted.socket, rootless.socket] });
    const engine = await asNobody(() => findEngine(input, signal));
    expect(engine.info.foundBy).toBe(rootless.socket);
  });

  it('row 4: names the call that is not answered, and looks no further', async () => {
    const other = await startScriptedEngine();
    onTestFinished(() => other.close());
    scripted.script('GET /version', { instead: 'hang' });
    const input = fakeConnectInput({ sockets: [scripted.socket, other.socket] });
    input.deadlines = { ...input.deadlines, connect: 50 };
    await expect(findEngine(input, signal)).rejects.toMatchObject({
      code: 'ENGINE_SILENT',
      exitCode: 23,
      message: expect.stringContaining('"ask for the version"'),
    });
    expect(other.requests).toEqual([]);
  });

  it('row 4: and where the answer stops half-way', async () => {
    scripted.script('GET /version', { body: '{"Vers', after: 'hang' });
    const input = fakeConnectInput({ sockets: [scripted.socket] });
    input.deadlines = { ...input.deadlines, connect: 50 };
    await expect(findEngine(input, signal)).rejects.toMatchObject({ code: 'ENGINE_SILENT' });
  });

  it('ends with the signal', async () => {
    scripted.script('GET /version', { instead: 'hang' });
    const stop = new AbortController();
    const finding = findEngine(fakeConnectInput({ sockets: [scripted.socket] }), stop.signal);
    stop.abort(new Error('enough'));
    await expect(finding).rejects.toThrow('enough');
  });

  it.each([
    ['1.12', '1.24', 'The engine is too old: your engine speaks 1.12–1.24, gecko needs ≥ 1.41'],
    ['1.24', '1.38', 'The engine is too old: your engine speaks 1.24–1.38, gecko needs ≥ 1.41'],
    ['', '1.40', 'The engine is too old: your engine speaks 1.40, gecko needs ≥ 1.41'],
    ['1.60', '1.70', 'The engine is too new: your engine speaks 1.60–1.70, gecko speaks 1.41–1.51'],
  ])('refuses an engine of API %s to %s (row 49)', async (MinAPIVersion, ApiVersion, message) => {
    scripted.script('GET /version', { body: { ...versionBody, MinAPIVersion, ApiVersion } });
    const input = fakeConnectInput({ sockets: [scripted.socket] });
    await expect(findEngine(input, signal)).rejects.toMatchObject({
      code: 'ENGINE_VERSION',
      exitCode: 21,
      message: `${message} (${scripted.socket})`,
    });
  });

  it.each([
    ['1.12', '1.41', '1.41'],
    ['1.24', '1.50', '1.50'],
    ['1.44', '1.52', '1.51'],
    ['1.44', '1.60', '1.51'],
    ['1.9', '1.100', '1.51'],
  ])('speaks to an engine of API %s to %s (row 49)', async (MinAPIVersion, ApiVersion, spoken) => {
    scripted.script('GET /version', { body: { ...versionBody, MinAPIVersion, ApiVersion } });
    const input = fakeConnectInput({ sockets: [scripted.socket] });
    expect((await findEngine(input, signal)).info.apiVersion).toBe(spoken);
  });

  it.each([
    { headers: { 'Libpod-API-Version': '4.3.1' }, body: { ...versionBody, ApiVersion: '1.41' } },
    { body: { ...versionBody, ApiVersion: '1.41', Components: [{ Name: 'Podman Engine' }] } },
  ])('knows Podman (row 46)', async (reply) => {
    scripted.script('GET /version', reply);
    const input = fakeConnectInput({ sockets: [scripted.socket] });
    expect((await findEngine(input, signal)).info.name).toBe('Podman');
  });

  it.each([
    [{ body: 'hello' }, 'its answer to GET /version names no API version'],
    [{ status: 502, body: '<html><h1>502 Bad\nGateway</h1></html>' }, 'HTTP 502: 502 Bad Gateway'],
    [{ status: 400, body: 'Client sent an HTTP request to an HTTPS server.' }, 'HTTPS server'],
  ])('tells what is no engine: %j', async (reply, words) => {
    scripted.script('GET /version', reply);
    const input = fakeConnectInput({ env: { DOCKER_HOST: `unix://${scripted.socket}` } });
    await expect(findEngine(input, signal)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining(words),
    });
  });
});

/** A socket that is left behind by a process that has ended. */
async function staleSocket(path: string): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${path}.live`, resolve));
  // Renamed, it is not removed with its server.
  renameSync(`${path}.live`, path);
  await new Promise((resolve) => server.close(resolve));
  return path;
}

/** Root may do everything, so its tests of permissions run as someone else. */
async function asNobody<T>(run: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return run();
  process.seteuid?.(65_534);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}
