import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeConnectInput } from '../../../test/fakes/connect-input.ts';
import { type ScriptedEngine, startScriptedEngine } from '../../../test/fakes/scripted-engine.ts';
import { chosenEndpoint } from './chosen-endpoint.ts';
import { findEngine } from './find-engine.ts';

const signal = new AbortController().signal;
const folder = '/home/ann/.docker';

/** As Docker's own command line chooses. */
describe('the choice of an engine (row 44)', () => {
  let one: ScriptedEngine;
  let two: ScriptedEngine;
  beforeEach(async () => {
    one = await startScriptedEngine();
    two = await startScriptedEngine();
  });
  afterEach(async () => {
    await one.close();
    await two.close();
  });

  const context = (name: string, meta: unknown, at = folder) => {
    const id = createHash('sha256').update(name).digest('hex');
    return { [`${at}/contexts/meta/${id}/meta.json`]: JSON.stringify(meta) };
  };
  const reaching = (socket: string) => ({ Endpoints: { docker: { Host: `unix://${socket}` } } });
  const current = (name: string, at = folder) => ({
    [`${at}/config.json`]: JSON.stringify({ auths: {}, currentContext: name }),
  });

  it.each([
    [{ DOCKER_CONTEXT: 'two' }, {}],
    [{}, current('two')],
  ])('is DOCKER_HOST before everything: %j', async (variable, config) => {
    const env = { DOCKER_HOST: `unix://${one.socket}`, ...variable };
    const input = fakeConnectInput(
      { env, sockets: [two.socket] },
      { ...context('two', reaching(two.socket)), ...config },
    );
    const { info } = await findEngine(input, signal);
    expect(info.foundBy).toBe(`DOCKER_HOST=unix://${one.socket}`);
    expect(input.warnings).toEqual([
      'DOCKER_HOST is set, so the docker context two counts for nothing.',
    ]);
  });

  it('is DOCKER_CONTEXT before the current context', async () => {
    const input = fakeConnectInput(
      { env: { DOCKER_CONTEXT: 'two' }, sockets: [one.socket] },
      {
        ...context('one', reaching(one.socket)),
        ...context('two', reaching(two.socket)),
        ...current('one'),
      },
    );
    const { info } = await findEngine(input, signal);
    expect(info.foundBy).toBe('docker context two');
    expect(info.address).toBe(`unix://${two.socket}`);
    expect(input.warnings).toEqual([]);
  });

  it('is the current context before the sockets', async () => {
    const input = fakeConnectInput(
      { sockets: [one.socket] },
      { ...context('two', reaching(two.socket)), ...current('two') },
    );
    expect((await findEngine(input, signal)).info.foundBy).toBe('docker context two');
  });

  it('is a socket where the context is the default', async () => {
    const input = fakeConnectInput(
      { env: { DOCKER_CONTEXT: 'default' }, sockets: [one.socket] },
      { ...context('two', reaching(two.socket)), ...current('two') },
    );
    expect((await findEngine(input, signal)).info.foundBy).toBe(one.socket);
  });

  it('reads the folder that DOCKER_CONFIG names', async () => {
    const at = '/etc/ann';
    const input = fakeConnectInput(
      { env: { DOCKER_CONFIG: at } },
      { ...context('two', reaching(two.socket), at), ...current('two', at) },
    );
    expect((await findEngine(input, signal)).info.foundBy).toBe('docker context two');
  });

  it('is the one that the project was brought up on, before the current context', async () => {
    const recorded = { DOCKER_HOST: `unix://${one.socket}` };
    const files = { ...context('two', reaching(two.socket)), ...current('two') };
    const found = async (env = {}) =>
      (await findEngine(fakeConnectInput({ env, recorded }, files), signal)).info.address;
    expect(await found()).toBe(`unix://${one.socket}`);
    expect(await found({ DOCKER_CONTEXT: 'two' })).toBe(`unix://${two.socket}`);
    expect(await found({ DOCKER_HOST: `unix://${two.socket}` })).toBe(`unix://${two.socket}`);
  });

  it('is a context that the project was brought up on', async () => {
    const recorded = { DOCKER_CONTEXT: 'two', DOCKER_CONFIG: '/etc/ann' };
    const input = fakeConnectInput(
      { recorded, sockets: [one.socket] },
      context('two', reaching(two.socket), '/etc/ann'),
    );
    expect((await findEngine(input, signal)).info.foundBy).toBe(
      'docker context two, where this project was brought up',
    );
  });

  it('is no other where the one that the project was brought up on is away', async () => {
    const recorded = { DOCKER_HOST: 'unix:///nowhere.sock' };
    const input = fakeConnectInput({ recorded, sockets: [one.socket] });
    await expect(findEngine(input, signal)).rejects.toMatchObject({
      exitCode: 20,
      message: expect.stringMatching(/nowhere.sock, where this project was brought up: no such/),
    });
    expect(one.requests).toEqual([]);
  });

  it('is known without asking it, where it was chosen', async () => {
    const files = { ...context('far', { Endpoints: { docker: { Host: 'ssh://far.example' } } }) };
    const endpoint = (env = {}, recorded: Record<string, string> | null = null) =>
      chosenEndpoint(fakeConnectInput({ env, recorded, sockets: [one.socket] }, files));
    expect(await endpoint()).toBeNull();
    const far = { kind: 'ssh', host: 'far.example' };
    expect(await endpoint({ DOCKER_CONTEXT: 'far' })).toMatchObject(far);
    expect(await endpoint({}, { DOCKER_CONTEXT: 'far' })).toMatchObject(far);
    expect(await endpoint({ DOCKER_HOST: 'ssh://far.example' })).toMatchObject(far);
    await expect(endpoint({ DOCKER_CONTEXT: 'gone' })).rejects.toMatchObject({ exitCode: 20 });
    expect(one.requests).toEqual([]);
  });

  it('does not fall back from what was chosen by name', async () => {
    const sockets = [one.socket];
    const env = { DOCKER_HOST: 'unix:///nowhere.sock' };
    await expect(findEngine(fakeConnectInput({ env, sockets }), signal)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      exitCode: 20,
      message: 'The engine cannot be reached at DOCKER_HOST=unix:///nowhere.sock: no such socket',
    });
    const missing = fakeConnectInput({ env: { DOCKER_CONTEXT: 'gone' }, sockets });
    await expect(findEngine(missing, signal)).rejects.toMatchObject({
      exitCode: 20,
      message: expect.stringContaining('docker context gone leads to no engine: it does not exist'),
    });
    expect(one.requests).toEqual([]);
  });

  it.each([
    [current('x'), 'does not exist'],
    [{ ...current('x'), ...context('x', { Endpoints: {} }) }, 'names no address for docker'],
    [{ [`${folder}/config.json`]: '{' }, 'is not valid'],
    [{ ...current('x'), ...context('x', reaching('')) }, 'unix:// needs a path'],
  ])('says what is wrong with a context', async (files, words) => {
    await expect(findEngine(fakeConnectInput({}, files), signal)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining(words),
    });
  });

  it.each([
    [
      'nonsense.invalid',
      /read as tcp:\/\/nonsense\.invalid:2375, and (no such host|the host name)/,
    ],
    ['/run/docker.sock', /is a path: a socket is unix:\/\/\/run\/docker\.sock/],
    ['http://host', /http:\/\/ is not supported/],
    ['tcp://host:99999', /is no address/],
  ])('a DOCKER_HOST that is no address: %s', async (DOCKER_HOST, message) => {
    const finding = findEngine(fakeConnectInput({ env: { DOCKER_HOST } }), signal);
    await expect(finding).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      exitCode: 20,
      message: expect.stringMatching(message),
      hint: expect.stringContaining('unix:///run/docker.sock, tcp://HOST:2376'),
      details: { isMistaken: true },
    });
  });

  it('never says a password', async () => {
    const env = { DOCKER_HOST: 'ssh://ann:secret@host' };
    const failure = await findEngine(fakeConnectInput({ env }), signal).catch((error) => error);
    expect(JSON.stringify([failure.message, failure.hint, failure.details])).not.toContain(
      'secret',
    );
  });
});
