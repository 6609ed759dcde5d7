import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OtherMachine, openOtherMachine } from '../engine/other-machine.ts';
import { type SshServer, startSshServer } from '../engine/ssh-server.ts';
import { until } from './sandbox.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

const tls = process.env.GECKO_TEST_ENGINE_TLS ?? '';
const hasSsh = spawnSync('which', ['sshd']).status === 0;

/** gecko on one machine, the engine on another, whose loopback it cannot reach. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('an engine on another machine (row 44)', () => {
  let machine: OtherMachine;
  let gecko: StackSandbox;
  const question = 'How is the pump painted?';
  const answersGreen = { answer: expect.stringContaining('dark green') };
  const chosen: Record<string, string> = {};
  const choose = (variables: Record<string, string>) => {
    const env = gecko.env as Record<string, string>;
    for (const name of Object.keys(env)) if (name.startsWith('DOCKER_')) delete env[name];
    Object.assign(env, variables);
  };
  beforeAll(async () => {
    machine = await openOtherMachine();
    gecko = await openStack('elsewhere', { through: machine.through });
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    Object.assign(chosen, {
      DOCKER_HOST: `tcp://${machine.engineAddress}:2376`,
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: tls,
    });
    choose(chosen);
  });
  afterAll(async () => {
    await gecko?.close();
    machine?.close();
  });

  describe('over tcp with TLS', () => {
    it('refuses folders that are named from here, before anything is made', async () => {
      gecko.configure('services: { rag: { mounts: ["./here:/there"] } }');
      const { code, stderr } = await gecko.run(['up']);
      gecko.configure();
      expect({ code, stderr }).toMatchObject({
        code: 21,
        stderr: expect.stringContaining('./here:/there'),
      });
      expect(await gecko.names()).toEqual([]);
    });

    it('brings the stack up, and says where its addresses are', async () => {
      const { code, stdout, stderr } = await gecko.run(['up']);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(stdout).toContain(
        `These addresses are on the engine's machine, ${chosen.DOCKER_HOST}`,
      );
      expect(stdout).toContain(`ssh://USER@${machine.engineAddress}`);
    });

    it('takes documents, and answers from them, without the variables of `up`', async () => {
      choose({});
      expect(await gecko.ok('ingest', 'pump.md')).toMatchObject({ added: 1 });
      expect(await gecko.ok('ask', question)).toMatchObject(answersGreen);
    });

    it('shows how it is, and what it wrote', async () => {
      expect(await gecko.ok('status')).toMatchObject({
        engine: { address: chosen.DOCKER_HOST, isLocal: false },
        dependencies: expect.arrayContaining([expect.objectContaining({ name: 'store' })]),
      });
      const { stdout } = await gecko.run(['logs', 'rag', '--tail', '1']);
      expect(stdout).toContain('elsewhere-rag-1');
    });

    it('is well by the word of doctor, which asks by the same ways', async () => {
      const { code, document } = await gecko.json(['doctor']);
      const checks = document.checks as { id: string; state: string; findings: object[] }[];
      const bad = checks.filter(({ state }) => state === 'problem' || state === 'warning');
      expect({ code, bad }).toEqual({ code: 0, bad: [] });
      for (const id of ['door', 'backends', 'qdrant', 'ollama', 'answer'])
        expect(checks.find((one) => one.id === id)?.findings.length, id).toBeGreaterThan(0);
    });

    it('leaves nothing of its ways behind in the container', async () => {
      await until(() => programs().every((words) => !words.startsWith('nc ')));
      expect(programs().some((words) => words.startsWith('nginx'))).toBe(true);
    });

    it('keeps the way to the page open until it is interrupted', async () => {
      const open = gecko.start(['open', '--no-browser']);
      await open.said(/Ctrl-C/);
      open.child.kill('SIGINT');
      const { code, stdout } = await open.ended;
      expect(code).toBe(130);
      expect(stdout).toMatch(/http:\/\/127\.0\.0\.1:\d+\/login\?code=/);
    });

    it('is found by a docker context, too', async () => {
      const folder = join(gecko.home, 'docker-config');
      const id = createHash('sha256').update('far').digest('hex');
      const meta = join(folder, 'contexts', 'meta', id);
      const files = join(folder, 'contexts', 'tls', id, 'docker');
      mkdirSync(meta, { recursive: true });
      cpSync(tls, files, { recursive: true });
      const docker = { Host: chosen.DOCKER_HOST, SkipTLSVerify: false };
      writeFileSync(
        join(meta, 'meta.json'),
        JSON.stringify({ Name: 'far', Endpoints: { docker } }),
      );
      choose({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'far' });
      expect(await gecko.ok('ask', question)).toMatchObject(answersGreen);
    });
  });

  describe.skipIf(!hasSsh)('over ssh', () => {
    const servers: SshServer[] = [];
    let address: string;
    const chooseSsh = async (port: number, settings: string[] = []) => {
      const server = await startSshServer(machine.engineAddress, port, settings);
      servers.push(server);
      const address = `ssh://root@${machine.engineAddress}:${port}`;
      choose({ DOCKER_HOST: `${address}${process.env.GECKO_TEST_ENGINE}` });
      (gecko.env as Record<string, string>).PATH = `${server.folder}:${process.env.PATH}`;
      return { server, address };
    };
    afterAll(() => {
      for (const server of servers) server.close();
    });

    it('believes no server that ssh does not know', async () => {
      const { server } = await chooseSsh(2221);
      server.known(false);
      const { code, stderr } = await gecko.run(['ask', question]);
      expect({ code, stderr }).toMatchObject({
        code: 20,
        stderr: expect.stringContaining('Host key verification failed'),
      });
    });

    it('answers where the server forwards nothing', async () => {
      await chooseSsh(2222, ['AllowTcpForwarding no']);
      expect(await gecko.ok('ask', question)).toMatchObject(answersGreen);
    });

    it('lets the way to the page end with gecko, however that ends', async () => {
      address = (await chooseSsh(2223)).address;
      const open = gecko.start(['open', '--no-browser']);
      await open.said(/Ctrl-C/);
      expect(programs().some((words) => words.startsWith('/usr/bin/ssh '))).toBe(true);
      open.child.kill('SIGKILL');
      await until(() => gecko.processes().length === 0);
    });

    it('finds all as it should be, answers, takes documents and goes down', async () => {
      const { code, stdout } = await gecko.run(['up']);
      expect({ code, stdout }).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('nothing to do'),
      });
      expect(stdout).toContain(` ${address}\n`);
      expect(await gecko.ok('ask', question)).toMatchObject(answersGreen);
      writeFileSync(join(gecko.home, 'door.md'), '# Door\n\nThe door is painted bright orange.\n');
      expect(await gecko.ok('ingest', 'door.md')).toMatchObject({ added: 1 });
      const { stdout: log } = await gecko.run(['logs', 'qa', '--tail', '1']);
      expect(log).toContain('elsewhere-qa-1');
      expect(await gecko.ok('down')).toMatchObject({ stopped: true });
      expect(await gecko.names()).toEqual([]);
    });
  });
});

/** Of all processes, those in containers included: they are below the test's own. */
function programs(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}
