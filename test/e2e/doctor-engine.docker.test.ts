import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../../src/engine/objects.ts';
import { askEngine } from '../engine/ask-engine.ts';
import { containerSpec } from '../fakes/container-spec.ts';
import { ollamaModels } from '../fakes/ollama-models.ts';
import { createOllamaServer } from '../fakes/ollama-server.ts';
import { until } from './sandbox.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

interface Found {
  id: string;
  state: string;
  reason?: string;
  findings: { code: string; severity: string; text: string; evidence: string[] }[];
}

/** What doctor says of the engine and the machine, provoked on a real engine and mended there. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('gecko doctor beside a real engine', () => {
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('ails');
    await gecko.ok('up');
  });
  afterAll(() => gecko?.close());

  const only = (ids: readonly string[]) => ids.flatMap((id) => ['--only', id]);
  async function doctor(...ids: string[]) {
    const { code, document } = await gecko.json(['doctor', ...only(ids)]);
    const found = document.checks as Found[];
    return { code, found, codes: found.flatMap(({ findings }) => findings.map((one) => one.code)) };
  }
  /** Mends what these checks find, and looks again. */
  async function mended(...ids: string[]) {
    const { code, stderr } = await gecko.run(['doctor', '--fix', '--yes', ...only(ids)]);
    expect(code, stderr).toBe(0);
    return (await doctor(...ids)).codes;
  }
  const inspect = async (service: string) => {
    const found = await gecko.engine.container(`${gecko.project}-${service}-1`);
    if (!found) throw new Error(`no ${service}`);
    return found;
  };

  const all = [
    ...['engine', 'engine-mode', 'clock', 'disk', 'memory', 'ports', 'proxy'],
    ...['restarts', 'images', 'names', 'exposure'],
  ];

  it('finds nothing wrong with a project that is well', async () => {
    const { code, found } = await doctor(...all);
    expect(code).toBe(0);
    const bad = found.filter(({ state }) => !['ok', 'note'].includes(state));
    expect(bad).toEqual([]);
    expect(found.map(({ id }) => id).toSorted()).toEqual(all.toSorted());
  });

  it('names a disk that is full, with both figures', async () => {
    const folder = join(gecko.home, 'small');
    mkdirSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]);
    try {
      const env = { GECKO_WEIGHTS_FOLDER: folder };
      const args = ['doctor', '--only', 'disk'];
      const { code, stdout } = await gecko.run(args, { env });
      expect(code).toBe(4);
      expect(stdout).toMatch(/16.0 MiB of 16.0 MiB are free for embedding\s+weights/);
    } finally {
      execFileSync('umount', [folder]);
    }
  });

  it('names a service that is stopped, as its neighbours miss it, and starts it', async () => {
    await gecko.ok('stop', 'qdrant');
    const { code, found } = await doctor('names');
    expect(code).toBe(4);
    expect(found[0]?.findings).toMatchObject([
      { code: 'NAME_UNKNOWN', text: expect.stringMatching(/^rag asks for the name qdrant/) },
    ]);
    expect(await mended('names')).toEqual(['NAMES']);
  });

  it('names a DNS name that its network has lost, and makes the container anew', async () => {
    const { id } = await inspect('qdrant');
    const network = `${gecko.project}-internal`;
    const { id: networkId } = (await gecko.engine.network(network)) ?? { id: '' };
    await askEngine('POST', `/networks/${networkId}/disconnect`, {}, { Container: id });
    await gecko.engine.connectNetwork(networkId, id, []);
    const { codes } = await doctor('names');
    expect(codes).toEqual(['NAME_UNKNOWN']);
    expect(await mended('names')).toEqual(['NAMES']);
    expect((await inspect('qdrant')).id).not.toBe(id);
  });

  it('names the process on a port that the door should have (row 23)', async () => {
    await gecko.ok('stop', 'web');
    let server: Server | undefined;
    try {
      // Doctor asks who it is: what it sends is read, or the connection is never over.
      server = createServer((socket) => socket.resume()).listen(gecko.ports.rag, '127.0.0.1');
      const { code, found } = await doctor('ports');
      expect(code).toBe(4);
      expect(found[0]?.findings).toMatchObject([
        { code: 'PORT_TAKEN', text: expect.stringContaining(`(process ${process.pid})`) },
      ]);
    } finally {
      await new Promise((resolve) => server?.close(resolve));
      await gecko.ok('start', 'web');
    }
    expect((await doctor('ports')).codes).toEqual(['PORTS']);
  });

  /** Puts another program in the place of Ollama. */
  async function inPlaceOfOllama(command: readonly string[], more: Partial<ContainerSpec>) {
    const { id, name, labels } = await inspect('ollama');
    await gecko.engine.removeContainer(id, { force: true });
    const spec = { ...containerSpec(name, 'gecko-test/busybox:1'), labels, command, ...more };
    await gecko.engine.startContainer(await gecko.engine.createContainer(spec));
  }

  it('names a container that ends again and again, with what it says last (row 27)', async () => {
    const script = 'echo no such device; exit 7';
    await inPlaceOfOllama(['sh', '-c', script], { restart: 'unless-stopped' });
    await until(async () => (await inspect('ollama')).restarts >= 3);
    const { code, found } = await doctor('restarts');
    expect(found[0]?.findings).toMatchObject([
      {
        code: 'RESTART_LOOP',
        text: expect.stringMatching(/was started again \d+ times/),
        evidence: expect.arrayContaining(['no such device']),
      },
    ]);
    expect(code).toBe(4);
  });

  it('names a container that was ended for its limit of memory, with the limit (row 27)', async () => {
    const limits = { memory: 16 * 2 ** 20, cpus: null, pids: null, shm: null };
    await inPlaceOfOllama(['tail', '/dev/zero'], { limits });
    await until(async () => (await inspect('ollama')).status === 'exited');
    const { code, found } = await doctor('restarts');
    expect(found[0]?.findings).toMatchObject([
      { code: 'OOM_KILLED', text: expect.stringContaining('its limit is 16.0 MiB') },
    ]);
    expect(code).toBe(4);
    await gecko.ok('up', '--force-recreate', 'ollama');
    expect((await doctor('restarts')).codes).toEqual(['RESTARTS']);
  });

  it('compares the limit of Ollama with the model, and sees a proxy that is everybody’s', async () => {
    const env = 'env: { HTTP_PROXY: "http://proxy.example:3128" }';
    gecko.configure(
      `services: { ollama: { limits: { memory: 256MiB } }, qdrant: { limits: { memory: 128MiB } }, rag: { ${env} } }`,
    );
    // Not loaded, its need is reckoned; one that is loaded has proven that it fits.
    await gecko.ok('up', '--no-model');
    const { codes } = await doctor('memory', 'proxy');
    expect(codes).toEqual(['MEMORY_SHORT', 'LIMIT_SMALL', 'PROXY_SERVICES']);
    gecko.configure();
    await gecko.ok('up');
    expect((await doctor('memory', 'proxy')).codes).toEqual(['MEMORY', 'PROXY']);
  });

  it('tries as a stranger what is published, and takes back what should not be', async () => {
    gecko.configure('expose: true\ntls: { insecure: true }');
    await gecko.ok('up');
    expect(await doctor('exposure')).toMatchObject({
      code: 0,
      found: [{ findings: [{ text: expect.stringContaining('let nobody in without a token') }] }],
    });
    gecko.configure();
    const { code, codes } = await doctor('exposure');
    expect({ code, codes }).toEqual({ code: 4, codes: ['EXPOSED'] });
    expect(await mended('exposure')).toEqual(['NOT_EXPOSED']);
  });

  it('publishes what the configuration names by now', async () => {
    const moved = { GECKO_PORTS_QA: String(gecko.ports.qa + 1) };
    const { code, stdout } = await gecko.run(['doctor', '--only', 'ports', '--json'], {
      env: moved,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('PORT_UNPUBLISHED');
    const fixed = await gecko.run(['doctor', '--only', 'ports', '--fix', '--yes'], { env: moved });
    expect(fixed).toMatchObject({ code: 0, stdout: expect.stringContaining("are the project's") });
    await gecko.ok('up');
  });

  it('names the Ollama of the machine where the door does not reach it any more', async () => {
    const folder = join(gecko.home, 'ollama');
    mkdirSync(folder, { recursive: true });
    ollamaModels(folder).add('llama3:latest');
    const server = createOllamaServer({ folder, registry: [] });
    await new Promise<void>((resolve) => server.listen(0, '172.17.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const env = { OLLAMA_HOST: `127.0.0.1:${port}` };
    const { code, stderr } = await gecko.run(['up', '--profile', 'host'], { env });
    expect(code, stderr).toBe(0);
    expect((await doctor('names')).codes).toEqual(['NAMES']);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const { codes } = await doctor('names');
    expect(codes).toEqual(['OLLAMA_UNREACHED']);
  });
});
