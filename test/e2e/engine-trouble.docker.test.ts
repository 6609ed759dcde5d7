import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EngineProxy, type Fate, startEngineProxy } from '../fakes/engine-proxy.ts';
import { entry } from './sandbox.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

const engine = process.env.GECKO_TEST_ENGINE ?? '';
const all = ['ollama-1', 'qa-1', 'qdrant-1', 'rag-1', 'web-1'];

describe.skipIf(!engine)('an engine that cannot be used', () => {
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('none');
  });
  afterAll(() => gecko?.close());

  it('because it is not there: where gecko looked, and what to do (row 1)', async () => {
    const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    for (const command of [['up'], ['status'], ['down'], ['logs']]) {
      const { code, stderr, stdout } = await gecko.run(command, { env });
      expect({ command, code, stdout }).toEqual({ command, code: 20, stdout: '' });
      expect(stderr).toContain('DOCKER_HOST=unix:///nowhere/docker.sock: no such socket');
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('because this user may not speak to it: the group docker, and no chmod (row 2)', async () => {
    const nobody = 65_534;
    const home = join(gecko.home, 'nobody');
    mkdirSync(home);
    chownSync(home, nobody, nobody);
    chmodSync(gecko.home, 0o711);
    // The folder of the weights may be root's.
    const { GECKO_WEIGHTS_FOLDER: _, ...env } = gecko.env;
    const ids = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
    // The socket of the launcher lies in a folder of root's: this one can be seen.
    const proxy = await startEngineProxy(engine, () => 'pass');
    chmodSync(join(proxy.socket, '..'), 0o755);
    chmodSync(proxy.socket, 0o660);
    const DOCKER_HOST = `unix://${proxy.socket}`;
    const run = () =>
      execFileSync('setpriv', [...ids, process.execPath, entry, 'up'], {
        cwd: home,
        env: { ...env, DOCKER_HOST, HOME: home, GECKO_HOME: join(home, 'gecko') },
        encoding: 'utf8',
        stdio: 'pipe',
      });
    try {
      expect(run).toThrow(expect.objectContaining({ status: 20 }));
      expect(run).toThrow(
        /This user may not speak to the engine[\s\S]*group docker[\s\S]*rootless/,
      );
      expect(run).not.toThrow(/chmod/);
      expect(proxy.requests).toEqual([]);
    } finally {
      await proxy.close();
    }
  });
});

describe.skipIf(!engine)('an engine that does not go on', () => {
  let gecko: StackSandbox;
  let proxy: EngineProxy;
  beforeAll(async () => {
    gecko = await openStack('lost');
  });
  afterEach(() => proxy?.close());
  afterAll(() => gecko?.close());

  /** Runs gecko against an engine with which something is done to its requests. */
  const runWith = async (
    decide: (line: string, nth: number) => Fate | Promise<Fate>,
    args: readonly string[] = ['up'],
  ) => {
    proxy = await startEngineProxy(engine, decide);
    return gecko.run(args, { env: { DOCKER_HOST: `unix://${proxy.socket}` } });
  };

  const journal = () =>
    readFileSync(join(gecko.home, 'gecko/state/projects/lost/journal.ndjson'), 'utf8');

  it.each([
    ['before it does what it is asked', 'die'],
    ['once it has done it, without an answer', 'lose'],
  ] as const)(
    'ends in the middle of up, %s: told with the call, left alone, completed by the next (row 3)',
    async (_, fate) => {
      // Each run goes further than the one before.
      for (const call of [
        /^POST \/networks\/create/,
        /^PUT \/containers\/\w+\/archive/,
        /^POST \/containers\/create\?name=lost-web-1/,
        /^POST \/containers\/lost-qdrant-1\/start/,
      ]) {
        let isLost = false;
        const { code, stderr } = await runWith((line) => {
          const fated = isLost ? 'cut' : call.test(line) ? fate : 'pass';
          isLost ||= fated === fate;
          return fated;
        });
        await proxy.close();
        expect({ call, code, stderr }).toMatchObject({ code: 20 });
        expect(stderr).toMatch(/The engine at .* was lost during "\w+ /);
        expect(stderr).toContain('What was made stays');
        expect(stderr).not.toMatch(/\n\s+at /);
        expect(journal()).toMatch(/"outcome":"failed: /);
      }
      await gecko.ok('up');
      expect(await gecko.names()).toEqual(all);
      const { networks, containers } = await gecko.engine.snapshot(gecko.project);
      expect(networks.map(({ name }) => name).toSorted()).toEqual([
        'lost-external',
        'lost-internal',
      ]);
      const web = containers.find(({ name }) => name === 'lost-web-1');
      expect(web?.networks).toHaveLength(2);
      await gecko.ok('down');
    },
  );

  it('breaks one connection: a look is made again, and nobody notices (row 3)', async () => {
    const { code, stderr } = await runWith(
      (line, nth) => (line.startsWith('GET /containers/json') && nth === 1 ? 'cut' : 'pass'),
      ['networks'],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const looks = proxy.requests.filter((line) => line.startsWith('GET /containers/json'));
    expect(looks).toHaveLength(2);
  });

  it('hangs in the middle of up: told with the call, after its time (row 4)', async () => {
    // The first look at a container that is waited for: the services are made by then.
    let hangs = false;
    const script = join(gecko.home, 'silent.cjs');
    writeFileSync(
      script,
      "require('node:net').Server.prototype.listen = () => setInterval(() => {}, 1e6)",
    );
    gecko.configure(
      `services: { ollama: { env: { NODE_OPTIONS: "--require /s.cjs" }, mounts: ["${script}:/s.cjs:ro"] } }`,
    );
    const { code, stderr } = await runWith((line) => {
      hangs ||= /^GET \/containers\/lost-ollama-1\/json/.test(line);
      return hangs ? 'hang' : 'pass';
    });
    gecko.configure();
    expect(code).toBe(23);
    expect(stderr).toMatch(
      /The engine at .* did not answer the call "inspect container lost-ollama-1" within 30 s/,
    );
    expect(stderr).toContain('What was made stays');
    // Nothing that would only hang again.
    expect(proxy.requests.filter((line) => line.startsWith('DELETE /networks'))).toEqual([]);
    await gecko.ok('up');
    expect(await gecko.names()).toEqual(all);
    await gecko.ok('down');
  });

  it.each([
    ['1.12', '1.38', 'your engine speaks 1.12–1.38, gecko needs ≥ 1.41'],
    ['1.60', '1.70', 'your engine speaks 1.60–1.70, gecko speaks 1.41–1.51'],
  ])(
    'speaks API %s to %s: told with both ranges (row 49)',
    async (MinAPIVersion, ApiVersion, says) => {
      const body = JSON.stringify({ Version: '99', MinAPIVersion, ApiVersion, Arch: 'amd64' });
      const { code, stderr } = await runWith((line) =>
        line === 'GET /version' ? { status: 200, body } : 'pass',
      );
      expect(code).toBe(21);
      expect(stderr).toContain(says);
    },
  );

  it.each([
    [
      'is limited (row 10)',
      429,
      '{"message":"toomanyrequests: You have reached your pull rate limit."}',
      'toomanyrequests: You have reached your pull rate limit.',
      'Wait',
    ],
    [
      'is answered by a proxy (row 10)',
      502,
      '<html><body><h1>502 Bad Gateway</h1></body></html>',
      '502 Bad Gateway',
      'again',
    ],
    [
      'fails in its stream (row 10)',
      200,
      '{"status":"Pulling"}\n{"errorDetail":{"message":"unexpected EOF"},"error":"unexpected EOF"}\n',
      'unexpected EOF',
      'again',
    ],
    [
      'ends early (row 10)',
      200,
      '{"status":"Pulling fs layer","id":"a"}\n',
      'the engine ended the pull, and does not have the image',
      'again',
    ],
    [
      'finds no image for the platform (row 12)',
      404,
      '{"message":"no matching manifest for linux/arm64/v8 in the manifest list entries"}',
      'There is no example/qdrant:1 for linux/amd64',
      'images',
    ],
    [
      'finds no such tag (row 12)',
      404,
      '{"message":"manifest for example/qdrant:1 not found: manifest unknown: manifest unknown"}',
      'The registry has no example/qdrant:1 (asked for linux/amd64)',
      'images',
    ],
  ])(
    'and a pull that %s: in the words of the registry, with what to do, nothing left',
    async (_, status, body, says, hint) => {
      const env = { GECKO_IMAGES_QDRANT: 'example/qdrant:1' };
      proxy = await startEngineProxy(engine, (line) =>
        line.startsWith('POST /images/create') ? { status, body } : 'pass',
      );
      const { code, stderr } = await gecko.run(['up'], {
        env: { ...env, DOCKER_HOST: `unix://${proxy.socket}` },
      });
      expect(code).toBe(1);
      expect(stderr).toContain(says);
      expect(stderr).toContain(hint);
      expect(stderr).toContain('example/qdrant:1 (qdrant)');
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(await gecko.names()).toEqual([]);
    },
  );

  it('and an image of another platform: named, where its programs cannot run (row 12)', async () => {
    loadForeignImage(join(gecko.home, 'arm'));
    const env = { GECKO_IMAGES_OLLAMA: 'gecko-test/arm:1' };
    const { code, stderr } = await gecko.run(['up', '--wait-timeout', '3600'], { env });
    expect(code).toBe(1);
    expect(stderr).toContain('exec format error');
    expect(stderr).toMatch(/gecko-test\/arm:1 is for linux\/arm64.* linux\/amd64: .*images/);
    expect(await gecko.names()).toEqual([]);
  });
});

/** An image `gecko-test/arm:1` that says of itself what it is: made for another processor. */
function loadForeignImage(folder: string): void {
  const bin = join(folder, 'tree', 'bin');
  mkdirSync(bin, { recursive: true });
  // An ELF file for AArch64, as far as the kernel reads it.
  const elf = Buffer.alloc(64);
  elf.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  elf.writeUInt16LE(2, 16);
  elf.writeUInt16LE(183, 18);
  writeFileSync(join(bin, 'ollama'), elf, { mode: 0o755 });
  const tar = (...args: string[]) => execFileSync('tar', args, { cwd: folder });
  tar('-C', 'tree', '-cf', 'layer.tar', '.');
  const layer = createHash('sha256')
    .update(readFileSync(join(folder, 'layer.tar')))
    .digest('hex');
  const config = {
    architecture: 'arm64',
    os: 'linux',
    config: { Entrypoint: ['/bin/ollama'] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
  };
  const manifest = [
    { Config: 'config.json', RepoTags: ['gecko-test/arm:1'], Layers: ['layer.tar'] },
  ];
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  tar('-cf', 'image.tar', 'manifest.json', 'config.json', 'layer.tar');
  const image = join(folder, 'image.tar');
  execFileSync('docker', ['-H', `unix://${engine}`, 'load', '-i', image], { stdio: 'pipe' });
}

describe.skipIf(!engine)('a GPU that cannot be used', () => {
  let gecko: StackSandbox;
  const programs = () => join(gecko.home, 'programs');
  beforeAll(async () => {
    gecko = await openStack('gpu');
    mkdirSync(programs());
  });
  afterEach(() => rmSync(join(programs(), 'nvidia-smi'), { force: true }));
  afterAll(() => gecko?.close());

  /** The first in PATH. */
  const nvidiaSmi = (text: string) =>
    writeFileSync(join(programs(), 'nvidia-smi'), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const up = (...args: string[]) =>
    gecko.run(['up', '--dry-run', ...args], { env: { PATH: `${programs()}:${gecko.env.PATH}` } });

  it.each([
    [
      'fails',
      "echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18",
      /Driver\/library version mismatch/,
    ],
    ['hangs', 'exec sleep 600', /nvidia-smi does not answer within 5 s/],
    ['finds a card that is ill', "echo '0, ERR!, ERR!, ERR!, ERR!, ERR!, ERR!'", /ERR!|does not/],
  ])(
    'because its driver %s: the processor, with the reason, and no --profile gpu-nvidia (row 50)',
    async (_, script, reason) => {
      nvidiaSmi(script);
      const auto = await up('--auto-gpu');
      expect(auto.code).toBe(0);
      expect(auto.stderr).toMatch(/Profile cpu/);
      expect(auto.stderr).toMatch(reason);
      const forced = await up('--profile', 'gpu-nvidia');
      expect(forced.code).toBe(21);
      expect(forced.stderr).toMatch(reason);
    },
  );
});
