import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedEngine, startScriptedEngine, versionBody } from '../fakes/scripted-engine.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** The built gecko against engines that cannot be had: too old, too new, hanging, breaking off. */
describe('an engine behind a socket', () => {
  let gecko: Sandbox;
  let engine: ScriptedEngine;
  beforeAll(async () => {
    gecko = await openSandbox();
  });
  afterAll(() => gecko.close());
  beforeEach(async () => {
    engine = await startScriptedEngine();
    for (const path of ['containers/json', 'networks', 'images/json'])
      engine.script(`GET /${path}`, { body: [] });
    engine.script('GET /volumes', { body: { Volumes: [] } });
  });
  afterEach(() => engine.close());

  const run = (...args: string[]) =>
    gecko.run([...args, '--runtime', 'docker'], {
      env: { DOCKER_HOST: `unix://${engine.socket}` },
    });
  const speaks = (MinAPIVersion: string, ApiVersion: string) =>
    engine.script('GET /version', { body: { ...versionBody, MinAPIVersion, ApiVersion } });

  it('is refused where it is too old, before it is asked for anything (row 49)', async () => {
    speaks('1.12', '1.24');
    const { code, stderr } = await run('up');
    expect(code).toBe(21);
    expect(stderr).toContain('your engine speaks 1.12–1.24, gecko needs ≥ 1.41');
    expect(stderr).not.toMatch(/client version|at .*\.js:\d/);
    expect(engine.requests.map(({ line }) => line)).toEqual(['GET /version']);
  });

  it('is spoken to in the newest words that gecko knows where it knows newer ones (row 49)', async () => {
    speaks('1.44', '1.52');
    expect(await run('status')).toMatchObject({ code: 0 });
    const [, ...others] = engine.requests.map(({ line }) => line);
    expect(others).not.toEqual([]);
    for (const line of others) expect(line).toMatch(/^GET \/v1\.51\//);
  });

  it('is called lost where its answers break off (row 3)', async () => {
    engine.script('GET /containers/json', { body: '[{"Id":', after: 'cut' });
    const { code, stderr } = await run('status');
    expect(code).toBe(20);
    expect(stderr).toMatch(/was lost during "list containers": the connection broke/);
  });

  it('is called silent where it takes a call and does not answer, with the call (row 4)', async () => {
    engine.script('GET /version', { instead: 'hang' });
    const { code, stderr } = await run('status');
    expect(code).toBe(23);
    expect(stderr).toMatch(/did not answer .*within 10 s/);
  });
});
