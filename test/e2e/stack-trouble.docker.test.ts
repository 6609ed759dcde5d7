import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineProxy, startEngineProxy } from '../fakes/engine-proxy.ts';
import { entry, until, watch } from './sandbox.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';
import { makeStranger } from './stranger.ts';

const engine = process.env.GECKO_TEST_ENGINE ?? '';

/** What must be left of a run that failed: nothing but volumes. */
async function expectTakenBack(gecko: StackSandbox): Promise<void> {
  const { containers, networks } = await gecko.engine.snapshot(gecko.project);
  expect({ containers, networks }).toEqual({ containers: [], networks: [] });
}

describe.skipIf(!engine)('a service that does not become healthy', () => {
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('ill');
  });
  afterAll(() => gecko?.close());

  /** Ollama with a script that Node runs before it, and further settings in YAML. */
  const ollama = (script: string, more = '') => {
    const path = join(gecko.home, 'trouble.cjs');
    writeFileSync(path, script);
    gecko.configure(
      `services: { ollama: { env: { NODE_OPTIONS: "--require /trouble.cjs" }, mounts: ["${path}:/trouble.cjs:ro"]${more} } }`,
    );
  };
  const flapping = `
    const { ServerResponse } = require('node:http');
    const end = ServerResponse.prototype.writeHead;
    let asked = 0;
    ServerResponse.prototype.writeHead = function (status, ...rest) {
      asked += 1;
      return end.call(this, asked % 2 ? 503 : status, ...rest);
    };
    console.log('now and then');`;
  const silent = `
    require('node:net').Server.prototype.listen = function () { setInterval(() => {}, 1e6); };
    for (let i = 1; i <= 30; i += 1) console.log('line ' + i);`;

  it.each([
    ['that never answers', silent, /Last answer: HTTP 50\d/, /\n +line 11\n[\s\S]*\n +line 30\n/],
    [
      'whose health comes and goes',
      flapping,
      /Last answer: (HTTP 503|the door does not reach it yet)/,
      /now and then/,
    ],
  ])(
    '%s is given up after its time, with its last answer and its last 20 lines (row 27)',
    async (_, script, answer, log) => {
      ollama(script);
      const { code, stderr } = await gecko.run(['up', '--wait-timeout', '12']);
      expect(code).toBe(23);
      expect(stderr).toContain('ill-ollama-1: it did not become healthy within 12 s');
      expect(stderr).toMatch(answer);
      expect(stderr).toMatch(log);
      expect(stderr).not.toMatch(/ line 10\n/);
      await expectTakenBack(gecko);
    },
  );

  it('that is short of memory is told so, with 137 and OOMKilled (row 27)', async () => {
    const greedy = 'const all = []; setInterval(() => all.push(Buffer.alloc(1e7, 1)), 5)';
    ollama(greedy, ', limits: { memory: 64MiB }');
    const { code, stderr } = await gecko.run(['up', '--wait-timeout', '3600']);
    expect(code).toBe(23);
    expect(stderr).toMatch(/ill-ollama-1: it needed more memory.*OOMKilled.*137/);
    await expectTakenBack(gecko);
  });

  it('that ends again and again is not waited for (row 27)', async () => {
    ollama("console.log('no such device'); process.exit(7);");
    const { code, stderr } = await gecko.run(['up', '--wait-timeout', '3600']);
    expect(code).toBe(23);
    expect(stderr).toMatch(/ill-ollama-1: it ended with exit code 7/);
    expect(stderr).toContain('no such device');
    await expectTakenBack(gecko);
  });
});

describe.skipIf(!engine)('what is in the way of up', () => {
  let gecko: StackSandbox;
  let proxy: EngineProxy | null = null;
  beforeAll(async () => {
    gecko = await openStack('way');
  });
  afterAll(async () => {
    await proxy?.close();
    await gecko?.close();
  });

  const onRag = () => [{ address: '127.0.0.1', hostPort: gecko.ports.rag, containerPort: 80 }];
  const suggests = () => /ports\.rag in gecko\.yaml, or GECKO_PORTS_RAG.*Port \d+ is free/;
  /** A program of this machine on the port of rag. */
  const listener = async () => {
    const server = createServer((socket) => socket.resume()).listen(gecko.ports.rag, '127.0.0.1');
    await once(server, 'listening');
    return { close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
  };

  it('a volume of the name that is not ours: left alone', async () => {
    const labels = { 'com.docker.compose.project': 'old' };
    await gecko.engine.createVolume('way_models', labels);
    try {
      const { code, stderr } = await gecko.run(['up']);
      expect(code).toBe(22);
      expect(stderr).toMatch(/volume way_models: Compose project old/);
      await expectTakenBack(gecko);
      expect((await gecko.engine.volume('way_models'))?.labels).toEqual(labels);
    } finally {
      await gecko.engine.removeVolume('way_models');
    }
  });

  it('a port of another container: named, with the key and a free port (row 23)', async () => {
    const stranger = await makeStranger(gecko, { ports: onRag() });
    try {
      await gecko.engine.startContainer(stranger.id);
      const { code, stderr } = await gecko.run(['up']);
      expect(code).toBe(22);
      expect(stderr).toContain(
        `Port ${gecko.ports.rag} (ports.rag) is taken by container stranger (image gecko-test/busybox:1, Compose project old)`,
      );
      expect(stderr).toMatch(suggests());
      await expectTakenBack(gecko);
      expect((await gecko.engine.container(stranger.id))?.status).toBe('running');
    } finally {
      await stranger.remove();
    }
  });

  it('a port of a program of this machine: named with its process (row 23)', async () => {
    const { close } = await listener();
    const { code, stderr } = await gecko.run(['up']);
    await close();
    expect(code).toBe(22);
    expect(stderr).toMatch(
      new RegExp(
        `Port ${gecko.ports.rag} \\(ports.rag\\) is taken by .* \\(process ${process.pid}\\)`,
      ),
    );
    expect(stderr).toMatch(suggests());
    await expectTakenBack(gecko);
  });

  it('a port that a container or a program takes while the stack starts: the same words, taken back (row 24)', async () => {
    const stranger = await makeStranger(gecko, { ports: onRag() });
    const byContainer = () => gecko.engine.startContainer(stranger.id);
    let close = () => Promise.resolve();
    const byProgram = async () => {
      ({ close } = await listener());
    };
    try {
      for (const [take, holder] of [
        [byContainer, 'container stranger \\(image gecko-test/busybox:1'],
        [byProgram, `.* \\(process ${process.pid}\\)`],
      ] as const) {
        proxy = await startEngineProxy(engine, async (line) => {
          if (line === 'POST /containers/way-web-1/start') await take();
          return 'pass' as const;
        });
        const env = { DOCKER_HOST: `unix://${proxy.socket}` };
        const { code, stderr } = await gecko.run(['up'], { env });
        await gecko.engine.stopContainer(stranger.id, 0);
        await proxy.close();
        expect(code, stderr).toBe(22);
        expect(stderr).toMatch(
          new RegExp(`Port ${gecko.ports.rag} \\(ports.rag\\) is taken by ${holder}`),
        );
        expect(stderr).toMatch(suggests());
        await expectTakenBack(gecko);
      }
    } finally {
      await close();
      await stranger.remove();
    }
  });

  it('a network of the name that is not ours: with who is in it, and left alone (row 25)', async () => {
    await gecko.engine.createNetwork({ name: 'way-internal', internal: false, labels: {} });
    const stranger = await makeStranger(gecko, {
      networks: [{ name: 'way-internal', aliases: [] }],
    });
    try {
      await gecko.engine.startContainer(stranger.id);
      const { code, stderr } = await gecko.run(['up']);
      expect(code).toBe(22);
      expect(stderr).toMatch(/network way-internal: not made by gecko, in it: stranger/);
      await expectTakenBack(gecko);
      expect((await gecko.engine.network('way-internal'))?.containers).toEqual(['stranger']);
    } finally {
      await stranger.remove();
      await gecko.engine.removeNetwork('way-internal');
    }
  });
});

describe.skipIf(!engine)('a stack that others meddle with', () => {
  let gecko: StackSandbox;
  const all = ['ollama-1', 'qa-1', 'qdrant-1', 'rag-1', 'web-1'];
  beforeAll(async () => {
    gecko = await openStack('mix');
    await gecko.ok('up');
  });
  afterAll(() => gecko?.close());

  const networks = async () => {
    const seen = await gecko.engine.snapshot(gecko.project);
    return Object.fromEntries(seen.networks.map((network) => [network.name, network]));
  };
  const removeContainers = async () => {
    const { containers } = await gecko.engine.snapshot(gecko.project);
    for (const { id } of containers) await gecko.engine.removeContainer(id, { force: true });
  };

  it('says that nothing is ingested yet, and how to (row 32)', async () => {
    const { code, stderr } = await gecko.run(['ask', 'How is the pump painted?']);
    expect(code).toBe(10);
    expect(stderr).toContain('gecko ingest');
  });

  it('ends its looks quietly: by a reader that leaves, by SIGTERM, by SIGHUP (row 7)', async () => {
    let left = false;
    const piped = promisify(execFile)(
      'bash',
      ['-c', `"${process.execPath}" "${entry}" logs -f 2>&1 | head -1; echo "$PIPESTATUS"`],
      { cwd: gecko.home, env: { ...gecko.env }, encoding: 'utf8' },
    ).finally(() => {
      left = true;
    });
    // Only at its next line gecko finds that nobody reads any more.
    while (!left) await gecko.ok('restart', 'qa');
    const { stdout } = await piped;
    expect(stdout.trim().split('\n')).toEqual([expect.stringMatching(/^mix-\w+-1 +\| /), '0']);
    for (const [signal, code] of [
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const) {
      const following = gecko.start(['logs', '-f']);
      await following.said(/mix-rag-1/);
      following.child.kill(signal);
      expect(await following.ended).toMatchObject({ code, stderr: '' });
    }
  });

  it('keeps networks of its own that are there, and makes those anew that somebody removed (row 25)', async () => {
    const before = await networks();
    await removeContainers();
    await gecko.ok('up');
    const kept = await networks();
    expect(idsOf(kept)).toEqual(idsOf(before));
    await gecko.ok('stop');
    for (const { id } of Object.values(kept)) await gecko.engine.removeNetwork(id);
    await gecko.ok('up');
    const made = await networks();
    expect(Object.keys(made).toSorted()).toEqual(Object.keys(kept).toSorted());
    expect(await gecko.names()).toEqual(all);
    expect((await gecko.ok('status')).services).toHaveLength(all.length);
  });

  it('makes a network of its own anew whose settings somebody changed (row 25)', async () => {
    const { 'mix-internal': internal } = await networks();
    await removeContainers();
    await gecko.engine.removeNetwork('mix-internal');
    const labels = internal?.labels ?? {};
    await gecko.engine.createNetwork({ name: 'mix-internal', internal: false, labels });
    const { stdout } = await gecko.run(['up', '--dry-run']);
    expect(stdout).toMatch(/network\.remove mix-internal +its settings differ/);
    await gecko.ok('up');
    expect((await networks())['mix-internal']?.internal).toBe(true);
    expect(await gecko.names()).toEqual(all);
  });

  it('puts a container back into a network that somebody took it out of (row 3)', async () => {
    const { engine: real } = gecko;
    await disconnect('mix-external', 'mix-web-1');
    expect((await real.container('mix-web-1'))?.networks).toHaveLength(1);
    await gecko.ok('up');
    expect((await real.container('mix-web-1'))?.networks).toHaveLength(2);
  });

  it('is not stopped by down --volumes while another container mounts a volume (row 26)', async () => {
    const mount = { source: 'mix_qdrant_storage', target: '/data', readOnly: true };
    const stranger = await makeStranger(gecko, { mounts: [{ type: 'volume', ...mount }] });
    try {
      const { code, stderr } = await gecko.run(['down', '--volumes', '--yes']);
      expect(code).toBe(22);
      expect(stderr).toContain('mix_qdrant_storage (by stranger)');
      expect(await gecko.names()).toEqual(all);
      const { services } = await gecko.ok('status');
      expect((services as { state: string }[]).every(({ state }) => state === 'running')).toBe(
        true,
      );
    } finally {
      await stranger.remove();
    }
  });

  it('deletes nothing where Ctrl-C answers its question (row 6)', async () => {
    const command = `'${process.execPath}' '${entry}' down --volumes`;
    const asking = watch(
      spawn('script', ['-qec', command, '/dev/null'], {
        cwd: gecko.home,
        env: { ...gecko.env, TERM: 'xterm' },
      }),
    );
    await asking.said(/Delete mix_/);
    asking.child.stdin?.write('\x03');
    const { code, stdout } = await asking.ended;
    expect(code).toBe(130);
    expect(stdout).not.toMatch(/at .*\.js:\d+/);
    expect(await gecko.names()).toEqual(all);
    const { volumes } = await gecko.engine.snapshot(gecko.project);
    expect(volumes.map(({ name }) => name)).toContain('mix_qdrant_storage');
  });

  it('ends at once at the second Ctrl-C (row 5)', async () => {
    const up = gecko.start(['up', '--force-recreate']);
    await up.said(/Stopping mix-/);
    up.child.kill('SIGINT');
    await up.said(/Ctrl-C again ends at once/);
    up.child.kill('SIGINT');
    expect((await up.ended).code).toBe(130);
    // What the engine was told it goes on with: an up at once may see what ends a moment later, and say so.
    await until(async () => {
      if ((await gecko.run(['up'])).code !== 0) return false;
      const { services } = await gecko.ok('status');
      const states = (services as { state: string }[]).map(({ state }) => state);
      return states.length === all.length && states.every((state) => state === 'running');
    });
    expect(await gecko.names()).toEqual(all);
  });

  it('leaves a network that another container is in, and names it (row 25)', async () => {
    const stranger = await makeStranger(gecko, {
      networks: [{ name: 'mix-external', aliases: [] }],
    });
    try {
      await gecko.engine.startContainer(stranger.id);
      const { code, stderr } = await gecko.run(['down']);
      expect(code).toBe(22);
      expect(stderr).toMatch(/network mix-external stays: in it is the container stranger/);
      expect(await gecko.names()).toEqual([]);
    } finally {
      await stranger.remove();
    }
    await gecko.ok('down', '--volumes', '--yes');
    const { containers, networks: left, volumes } = await gecko.engine.snapshot(gecko.project);
    expect({ containers, left, volumes }).toEqual({ containers: [], left: [], volumes: [] });
  });
});

function idsOf(networks: Record<string, { id: string }>): Record<string, string> {
  return Object.fromEntries(Object.entries(networks).map(([name, { id }]) => [name, id]));
}

/** Not one of gecko's own calls. */
function disconnect(network: string, container: string): Promise<void> {
  const path = `/networks/${network}/disconnect`;
  const headers = { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    request({ socketPath: engine, path, method: 'POST', headers }, (answer) =>
      answer.resume().on('end', resolve),
    )
      .on('error', reject)
      .end(JSON.stringify({ Container: container, Force: true }));
  });
}
