import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeConnectInput } from '../../../test/fakes/connect-input.ts';
import { type ScriptedEngine, startScriptedEngine } from '../../../test/fakes/scripted-engine.ts';
import { findEngine } from './find-engine.ts';

const signal = new AbortController().signal;

/** A program named ssh first in PATH stands in for the way to another machine. */
describe('an engine behind ssh', () => {
  let scripted: ScriptedEngine;
  let folder: string;
  beforeEach(async () => {
    scripted = await startScriptedEngine();
    folder = mkdtempSync(join(tmpdir(), 'gecko-ssh-'));
  });
  afterEach(async () => {
    await scripted.close();
    rmSync(folder, { recursive: true });
  });

  const find = (address: string, script: string) => {
    const path = join(folder, 'ssh');
    writeFileSync(path, `#!${process.execPath}\n${script}`);
    chmodSync(path, 0o755);
    const env = { DOCKER_HOST: address, PATH: `${folder}${delimiter}${process.env.PATH}` };
    return findEngine(fakeConnectInput({ env }), signal);
  };
  const bridge = () => `
    require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'args'))},
      JSON.stringify(process.argv.slice(2)) + '\\n');
    const socket = require('node:net').connect(${JSON.stringify(scripted.socket)});
    process.stdin.pipe(socket).pipe(process.stdout);
  `;
  const connections = () =>
    readFileSync(join(folder, 'args'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  it("is reached by the system's ssh, which starts docker there", async () => {
    const engine = await find('ssh://ann@build.example:2222', bridge());
    expect(engine.info).toMatchObject({ address: 'ssh://ann@build.example:2222', isLocal: false });
    const [first] = connections();
    expect(first).toEqual(
      '-o ConnectTimeout=30 -T -l ann -p 2222 -- build.example docker system dial-stdio'.split(' '),
    );
  });

  it('is asked over one connection again and again', async () => {
    scripted.script('GET /containers/web/json', { body: { Id: 'a', Name: '/web' } });
    const engine = await find('ssh://build.example', bridge());
    for (let i = 0; i < 3; i++) await engine.container('web');
    // One for the version, one for all that follows.
    expect(connections()).toHaveLength(2);
    await new Promise(setImmediate);
    // And while nothing is asked, it does not keep the program from ending.
    expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap');
  });

  it('may have its socket elsewhere, in quotes for the shell there', async () => {
    await find("ssh://build.example/run/o'neil.sock", bridge());
    expect(connections()[0].slice(-4)).toEqual([
      '--host',
      "'unix:///run/o'\\''neil.sock'",
      'system',
      'dial-stdio',
    ]);
  });

  it('says what ssh said', async () => {
    const script = `
      console.error('Warning: something');
      console.error('ann@build.example: Permission denied (publickey).');
      process.exit(255);
    `;
    await expect(find('ssh://ann@build.example', script)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      exitCode: 20,
      message: expect.stringContaining('ssh: ann@build.example: Permission denied (publickey).'),
    });
  });

  it('says that ssh is not there', async () => {
    const env = { DOCKER_HOST: 'ssh://build.example', PATH: '/nowhere' };
    await expect(findEngine(fakeConnectInput({ env }), signal)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining('spawn ssh ENOENT'),
    });
  });
});
