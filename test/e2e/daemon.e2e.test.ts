import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entry, openSandbox, type Sandbox, until, watch } from './sandbox.ts';

let gecko: Sandbox;
beforeEach(async () => {
  gecko = await openSandbox();
});
afterEach(() => gecko.close());

function daemonPid(): number {
  return JSON.parse(gecko.state('daemon.json') ?? '{}').pid;
}

/** How often a daemon was started. */
function starts(): number {
  return (gecko.state('gecko.log') ?? '').match(/"message":"starting"/g)?.length ?? 0;
}

describe('up and down', () => {
  it('starts once, is found again, and stops without leaving anything running', async () => {
    const up = await gecko.run(['up']);
    expect(up).toMatchObject({ code: 0 });
    expect(up.stdout).toMatch(/login\?code=[\w-]{43}/);
    expect(await gecko.json(['up'])).toMatchObject({ code: 0, document: { started: false } });
    expect(await gecko.json(['status'])).toMatchObject({
      code: 0,
      document: {
        schema: 1,
        project: 'gecko',
        runtime: 'embedded',
        profile: null,
        services: [
          { name: 'rag', state: 'running', url: `http://127.0.0.1:${gecko.ports.rag}` },
          { name: 'qa', state: 'running', url: `http://127.0.0.1:${gecko.ports.qa}` },
          { name: 'web', state: 'running', url: `http://127.0.0.1:${gecko.ports.web}` },
        ],
      },
    });
    expect(await gecko.json(['down'])).toMatchObject({ code: 0, document: { stopped: true } });
    expect(gecko.processes()).toEqual([]);
    expect(gecko.state('daemon.json')).toBeNull();
    expect(await gecko.json(['down'])).toMatchObject({ code: 0, document: { stopped: false } });
    expect(starts()).toBe(1);
  });

  it('starts one daemon for several that ask at once', async () => {
    const ended = await Promise.all([
      gecko.run(['up']),
      gecko.run(['up']),
      gecko.run(['open', '--no-browser']),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(starts()).toBe(1);
    expect(gecko.processes()).toHaveLength(1);
  });

  it('starts anew after its daemon was killed', async () => {
    await gecko.run(['up']);
    const pid = daemonPid();
    process.kill(pid, 'SIGKILL');
    await until(() => gecko.processes().length === 0);
    expect(await gecko.run(['status'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('stopped'),
    });
    expect(await gecko.run(['up'])).toMatchObject({ code: 0 });
    expect(daemonPid()).not.toBe(pid);
  });

  it('starts anew with a changed configuration, and only by up', async () => {
    await gecko.run(['up']);
    const env = { GECKO_MODEL: 'another' };
    await gecko.run(['open', '--no-browser'], { env });
    expect(starts()).toBe(1);
    expect(await gecko.run(['up'], { env })).toMatchObject({ code: 0 });
    expect(starts()).toBe(2);
    await gecko.run(['up'], { env });
    expect(starts()).toBe(2);
  });

  it('signals nobody when its record names a process that is not its own', async () => {
    await gecko.run(['up']);
    const record = gecko.state('daemon.json') ?? '';
    await gecko.run(['down']);
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const forged = record.replace(/"pid": \d+/, `"pid": ${stranger.pid}`);
    writeFileSync(`${gecko.home}/gecko/state/projects/gecko/daemon.json`, forged);
    expect(await gecko.json(['down'])).toMatchObject({ document: { stopped: false } });
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill();
  });

  it('outlives the terminal of whoever started it', async () => {
    const shell = spawn('setsid', ['bash', '-c', `"${process.execPath}" ${entry} up; sleep 600`], {
      env: gecko.env,
    });
    await watch(shell).said(/gecko down/);
    process.kill(-(shell.pid ?? 0), 'SIGHUP');
    await until(() => shell.exitCode !== null || shell.signalCode !== null);
    expect(await gecko.run(['status'])).toMatchObject({
      stdout: expect.stringContaining('running'),
    });
  });

  it('ends what it began when it is interrupted', async () => {
    const up = gecko.start(['up']);
    await up.said(/Starting/);
    up.child.kill('SIGINT');
    expect((await up.ended).code).toBe(130);
    await until(() => gecko.processes().length === 0);
    expect(gecko.state('daemon.json')).toBeNull();
    expect(await gecko.run(['up'])).toMatchObject({ code: 0 });
  });

  it('stops cleanly amid an ingest, and keeps whole documents', async () => {
    const folder = join(gecko.home, 'notes');
    mkdirSync(folder);
    for (let note = 0; note < 60; note++)
      writeFileSync(
        join(folder, `${note}.md`),
        `# Note ${note}\n\n${'Pumps and valves. '.repeat(150)}`,
      );
    await gecko.run(['up']);
    const ingest = gecko.start(['ingest', folder]);
    await ingest.said(/Ingesting/);
    expect(await gecko.json(['down'])).toMatchObject({ code: 0, document: { stopped: true } });
    await ingest.ended;
    expect(gecko.state('gecko.log')).toMatch(/"message":"stopped"}\n$/);
    const { code, document } = await gecko.json(['ingest', folder]);
    expect({ code, failed: document.failed }).toEqual({ code: 0, failed: [] });
    expect(Number(document.added) + Number(document.unchanged)).toBe(60);
  });

  it('says what it looked for where containers have no engine, and starts nothing instead', async () => {
    const env = { DOCKER_HOST: `unix://${gecko.home}/none.sock`, GECKO_RUNTIME: 'docker' };
    for (const args of [['up'], ['up', '--auto-gpu'], ['status'], ['stats']]) {
      const { code, stderr } = await gecko.run([...args, '--project', 'fresh'], { env });
      expect(code, args.join(' ')).toBe(20);
      expect(stderr).toContain('none.sock');
    }
    expect(gecko.processes()).toEqual([]);
  });

  it('does not go over to another runtime, whose store is empty', async () => {
    await gecko.run(['up']);
    expect(await gecko.json(['ask', 'x', '--runtime', 'docker'])).toMatchObject({
      code: 22,
      document: { error: { code: 'RUNTIME_OTHER' } },
    });
    expect(await gecko.json(['up', '--auto-gpu', '--runtime', 'embedded'])).toMatchObject({
      code: 2,
      document: { error: { code: 'USAGE' } },
    });
    await gecko.run(['down']);
  });
});

describe('a port that is taken', () => {
  it('is named with its holder and its key, and nothing is left running', async () => {
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(gecko.ports.qa, '127.0.0.1', resolve));
    const { code, document } = await gecko.json(['up']);
    expect(code).toBe(22);
    expect(document).toMatchObject({ error: { code: 'PORT_TAKEN' } });
    expect(JSON.stringify(document)).toContain(`Port ${gecko.ports.qa} (ports.qa)`);
    expect(JSON.stringify(document)).toContain(`process ${process.pid}`);
    expect(gecko.processes()).toEqual([]);
    await new Promise((resolve) => stranger.close(resolve));
    expect(await gecko.run(['up'])).toMatchObject({ code: 0 });
  });
});

describe('logs', () => {
  it('ends silently when its reader leaves', async () => {
    await gecko.run(['up']);
    const { stdout, stderr, status } = spawnSync(
      'bash',
      ['-c', `set -o pipefail; "${process.execPath}" ${entry} logs | head -1`],
      { env: gecko.env, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^gecko starting/);
  });

  it('follows until Ctrl-C, across a restart', async () => {
    await gecko.run(['up']);
    const logs = gecko.start(['logs', '-f']);
    // From here on it follows.
    await logs.said(/gecko ready/);
    await gecko.run(['down']);
    await logs.said(/gecko stopped/);
    await gecko.run(['up']);
    await logs.said(/gecko stopped.*gecko ready/s);
    logs.child.kill('SIGINT');
    expect((await logs.ended).code).toBe(130);
  });
});

describe('serve', () => {
  it('runs in the foreground, is found by others, and stops with Ctrl-C', async () => {
    const serve = gecko.start(['serve']);
    await serve.said(/Ready/);
    expect(await gecko.run(['status'])).toMatchObject({
      stdout: expect.stringContaining('running'),
    });
    expect(await gecko.json(['serve'])).toMatchObject({
      code: 22,
      document: { error: { code: 'ALREADY_RUNNING' } },
    });
    serve.child.kill('SIGINT');
    expect((await serve.ended).code).toBe(130);
    expect(gecko.state('daemon.json')).toBeNull();
  });

  it('is stopped by down', async () => {
    const serve = gecko.start(['serve']);
    await serve.said(/Ready/);
    expect(await gecko.json(['down'])).toMatchObject({ document: { stopped: true } });
    expect((await serve.ended).code).toBe(143);
  });
});

describe('the page', () => {
  it('is signed in by its link, once, and asks the backends on its own origin', async () => {
    const { document } = await gecko.json(['open', '--no-browser']);
    const link = String(document.link);
    const login = await fetch(link, { redirect: 'manual' });
    expect(login.status).toBe(303);
    const cookie = login.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(403);
    const origin = `http://127.0.0.1:${gecko.ports.web}`;
    const page = await fetch(origin);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).toContain('<title>gecko</title>');
    expect(await (await fetch(`${origin}/api/qa/health`)).json()).toMatchObject({ service: 'qa' });
    const put = (headers: Record<string, string>) =>
      fetch(`${origin}/api/rag/corpus/documents/x?source=s&path=p.md`, {
        method: 'PUT',
        body: '# x',
        headers,
      });
    expect((await put({})).status).toBe(401);
    expect(
      (await put({ cookie: cookie.split(';')[0] ?? '', origin: 'https://evil.example' })).status,
    ).toBe(403);
  });
});
