import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeConnectInput } from '../../../test/fakes/connect-input.ts';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { type ScriptedEngine, startScriptedEngine } from '../../../test/fakes/scripted-engine.ts';
import { findEngine } from '../connect/find-engine.ts';
import type { Engine } from '../engine.ts';

const signal = new AbortController().signal;
const spec = containerSpec('gecko-web-1', 'image');

describe('calls to an engine', () => {
  let scripted: ScriptedEngine;
  let engine: Engine;
  beforeEach(async () => {
    scripted = await startScriptedEngine();
    const input = fakeConnectInput({ sockets: [scripted.socket] });
    engine = await findEngine(
      { ...input, deadlines: { ...input.deadlines, read: 500, act: 500 } },
      signal,
    );
    scripted.requests.length = 0;
  });
  afterEach(() => scripted.close());

  const lines = () => scripted.requests.map(({ line }) => line.replace(/\?.*/, ''));

  it.each([
    ['before an answer', { instead: 'cut' as const }],
    ['within an answer', { body: '{"Id":', after: 'cut' as const }],
  ])('row 3: asks once more where the connection broke %s', async (_, reply) => {
    scripted.script('GET /containers/web/json', reply, { body: { Id: 'abc', Name: '/web' } });
    expect((await engine.container('web'))?.id).toBe('abc');
    expect(lines()).toHaveLength(2);
  });

  it('row 3: asks no third time', async () => {
    scripted.script('GET /containers/web/json', { instead: 'cut' });
    await expect(engine.container('web')).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      exitCode: 20,
      message: `The engine at ${scripted.socket} was lost during "inspect container web": the connection broke`,
    });
    expect(lines()).toHaveLength(2);
  });

  it('row 3: never repeats what changes something', async () => {
    scripted.script('POST /containers/create', { instead: 'cut' });
    await expect(engine.createContainer(spec)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      exitCode: 20,
      details: { during: 'create container gecko-web-1' },
    });
    expect(lines()).toEqual(['POST /v1.51/containers/create']);
  });

  it('row 3: says that the engine is gone', async () => {
    await scripted.close();
    await expect(engine.startContainer('web')).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      exitCode: 20,
    });
    scripted = await startScriptedEngine();
  });

  it.each([
    ['asks', { instead: 'hang' as const }],
    ['asks, half-answered', { body: '[', after: 'hang' as const }],
  ])('row 4: names a call that %s in vain', async (_, reply) => {
    scripted.script('GET /containers/web/json', reply);
    await expect(engine.container('web')).rejects.toMatchObject({
      code: 'ENGINE_SILENT',
      exitCode: 23,
      message: `The engine at ${scripted.socket} did not answer the call "inspect container web" within 0.5 s`,
    });
    expect(lines()).toHaveLength(1);
  });

  it('row 4: names a change that is not answered, and gives the connection up', async () => {
    scripted.script('POST /networks/n/connect', { instead: 'hang' });
    await expect(engine.connectNetwork('n', 'web', [])).rejects.toMatchObject({
      code: 'ENGINE_SILENT',
      details: { call: 'connect container web to network n' },
    });
    await scripted.idle();
  });

  it('row 4: names a call without an end of its own where nothing else is answered either', async () => {
    for (const route of ['POST /images/create', 'GET /_ping'])
      scripted.script(route, { instead: 'hang' });
    await expect(engine.pullImage('a:1', { signal })).rejects.toMatchObject({
      code: 'ENGINE_SILENT',
      exitCode: 23,
      message: `The engine at ${scripted.socket} did not answer the call "pull image a:1" within 0.5 s`,
    });
    await scripted.idle();
  });

  it('row 4: leaves such a call its time where the engine answers others', async () => {
    scripted.script('PUT /containers/web/archive', { instead: 'hang' });
    scripted.script('GET /_ping', { status: 500 });
    const stop = new AbortController();
    const putting = engine.putArchive('web', '/data', Buffer.from('tar'), stop.signal);
    const failed = expect(putting).rejects.toThrow('enough');
    const asked = () => lines().filter((line) => line.endsWith('/_ping')).length;
    while (asked() < 2) await new Promise(setImmediate);
    stop.abort(new Error('enough'));
    await failed;
    await scripted.idle();
  });

  it('gives a stop the time of the stop', async () => {
    scripted.script('POST /containers/web/stop', { instead: 'hang' });
    await expect(engine.stopContainer('web', 0.05)).rejects.toMatchObject({
      message: expect.stringContaining('within 0.55 s'),
    });
  });

  it('takes what is so already for done', async () => {
    for (const route of ['POST /containers/web/start', 'POST /containers/web/stop'])
      scripted.script(route, { status: 304 });
    const gone = { status: 404, body: { message: 'No such thing' } };
    for (const route of ['containers/web', 'networks/n', 'volumes/v'])
      scripted.script(`DELETE /${route}`, gone);
    await engine.startContainer('web');
    await engine.stopContainer('web', 1);
    await engine.removeContainer('web', { force: true });
    await engine.removeNetwork('n');
    await engine.removeVolume('v');
  });

  it('removes a container that could not be put into all of its networks', async () => {
    scripted.script('GET /version', {
      body: { ApiVersion: '1.41', MinAPIVersion: '1.12', Version: '20.10.24' },
    });
    const input = fakeConnectInput({ sockets: [scripted.socket] });
    const old = await findEngine(input, signal);
    scripted.script('POST /containers/create', { status: 201, body: { Id: 'abc' } });
    scripted.script('POST /networks/out/connect', {
      status: 404,
      body: { message: 'network out not found' },
    });
    scripted.script('DELETE /containers/abc', { status: 204 });
    scripted.requests.length = 0;
    const networks = ['in', 'out'].map((name) => ({ name, aliases: [] }));
    await expect(old.createContainer({ ...spec, networks })).rejects.toMatchObject({
      code: 'OBJECT_MISSING',
    });
    expect(lines()).toEqual([
      'POST /v1.41/containers/create',
      'POST /v1.41/networks/out/connect',
      'DELETE /v1.41/containers/abc',
    ]);
  });

  it('asks for archives as they are, and keeps names inside their place in the path', async () => {
    scripted.script('GET /containers/..%2Finfo/archive', { body: Buffer.from('tar') });
    for await (const _ of await engine.getArchive('../info', '/data', signal));
    expect(scripted.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('tells of an archive that breaks off', async () => {
    scripted.script('GET /containers/web/archive', { body: Buffer.from('ta'), after: 'cut' });
    const archive = await engine.getArchive('web', '/data', signal);
    const read = async () => {
      for await (const _ of archive);
    };
    await expect(read()).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      details: { during: 'read /data of container web' },
    });
  });
});
