import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelNames } from '../../src/stack/labels.ts';
import { containerSpec } from '../fakes/container-spec.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** A stack from nothing to its end, on a real engine, with a real nginx and the stand-ins of test/engine. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('the stack on a real engine', () => {
  let gecko: StackSandbox;
  const all = ['ollama-1', 'qa-1', 'qdrant-1', 'rag-1', 'web-1'];
  const ids = async () => {
    const { containers } = await gecko.engine.snapshot(gecko.project);
    return Object.fromEntries(
      containers.map(({ name, id }) => [name.slice(gecko.project.length + 1), id]),
    );
  };
  beforeAll(async () => {
    gecko = await openStack('walk');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
  });
  afterAll(() => gecko?.close());

  it('shows its plan first, and does nothing', async () => {
    const { stdout, code } = await gecko.run(['up', '--auto-gpu', '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/image\.build gecko-backend:\w+ +for rag, qa/);
    expect(stdout).toContain('container.create walk-qdrant-1');
    expect(await gecko.names()).toEqual([]);
  });

  it('comes up from nothing, with the model and the weights', async () => {
    const report = await gecko.ok('up', '--auto-gpu');
    expect(report).toMatchObject({ runtime: 'docker', profile: 'cpu', changed: true });
    expect(await gecko.names()).toEqual(all);
    const { dependencies } = await gecko.ok('status');
    expect(dependencies).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'store', state: 'ok' }),
        expect.objectContaining({ name: 'embedder', state: 'ok' }),
        expect.objectContaining({ name: 'generator', state: 'ok' }),
      ]),
    );
  });

  it('has nothing to do the second time, and asks the engine at most services + 4 times', async () => {
    const before = await ids();
    const report = await gecko.ok('up');
    expect(report.changed).toBe(false);
    expect(Number(report.engineCalls)).toBeLessThanOrEqual(all.length + 4);
    expect(await ids()).toEqual(before);
  });

  it('answers from a document, through the door, the backend, Qdrant and Ollama', async () => {
    expect(await gecko.ok('ingest', 'pump.md')).toMatchObject({ added: 1, embedded: 1 });
    const answer = await gecko.ok('ask', 'How is the pump painted?');
    expect(answer).toMatchObject({
      answer: expect.stringContaining('dark green'),
      retrieval: { mode: 'hybrid' },
      citations: [expect.objectContaining({ n: 1 })],
    });
  });

  it('is looked at by the verbs of Compose, by the old names too', async () => {
    const logs = await gecko.run(['logs', '--tail', '5', 'langchain-backend']);
    expect(logs).toMatchObject({ code: 0, stdout: expect.stringMatching(/walk-rag-1 \| .*ready/) });
    const { containers } = await gecko.ok('stats');
    expect(containers).toHaveLength(all.length);
    const { stdout } = await gecko.run([
      'exec',
      'langchain-backend-qa',
      'node',
      '--',
      '-p',
      '"in"',
    ]);
    expect(stdout).toBe('in\n');
    expect(await gecko.ok('networks')).toMatchObject({
      networks: expect.arrayContaining([
        expect.objectContaining({ name: 'walk-internal', internal: true }),
      ]),
    });
    const volume = await gecko.run(['volume', 'inspect', 'qdrant_storage']);
    expect(volume.stdout).toContain('walk_qdrant_storage');
  });

  it('understands every command line of the stack that it grew from', async () => {
    const lines = [
      '--profile cpu up -d',
      'ps',
      'ps ollama-cpu',
      'stats',
      'config',
      'network ls',
      'network inspect gecko-rag-dev-v1_internal',
      'volume ls',
      'volume inspect gecko-rag-dev-v1_ollama_storage',
      'volume inspect gecko-rag-dev-v1_qdrant_storage',
      'exec langchain-backend env',
      'restart ollama-cpu',
      'logs ollama-cpu',
    ];
    for (const line of lines) {
      const { code, stderr } = await gecko.run(line.split(' '));
      expect({ line, code, stderr }).toMatchObject({ code: 0 });
    }
    const { stdout } = await gecko.run(['exec', 'langchain-backend', 'env']);
    expect(stdout).toMatch(/^OLLAMA_HOST=http:\/\/ollama:11434$/m);
    expect(stdout).toMatch(/^QDRANT_HOST=http:\/\/qdrant:6333$/m);
    for (const line of ['logs -f', 'logs -f langchain-backend', 'logs -f -t']) {
      const following = gecko.start(line.split(' '));
      await following.said(/walk-rag-1/);
      following.child.kill('SIGINT');
      expect(await following.ended).toMatchObject({ code: 130, stderr: '' });
    }
    expect((await gecko.run(['--profile', 'gpu-amd', 'up', '-d'])).code).toBe(21);
  });

  it('opens only through the door, and the door only to whom it may', async () => {
    const { web, rag, qa, qdrant, ollama } = gecko.ports;
    for (const port of [web, rag, qa, qdrant, ollama])
      expect(await statusOf(port, { headers: { host: 'evil.example' } })).toBeGreaterThanOrEqual(
        400,
      );
    for (const [port, path] of [
      [rag, '/ask'],
      [qa, '/ask'],
      [ollama, '/api/chat'],
      [qdrant, '/collections/x/points/scroll'],
    ] as const)
      expect(
        await statusOf(port, { path, method: 'POST', headers: { origin: 'https://evil.example' } }),
      ).toBe(403);
    expect(await statusOf(ollama, { path: '/api/version' })).toBe(200);
    expect(await statusOf(ollama, { path: '/api/pull', method: 'POST' })).toBe(401);
    expect(await statusOf(qdrant, { path: '/collections' })).toBe(401);
  });

  it('gives the backends no way out', async () => {
    const stranger = containerSpec('stranger', 'gecko-test/node:1');
    const network = 'strangers';
    await gecko.engine.createNetwork({ name: network, internal: false, labels: {} });
    const id = await gecko.engine.createContainer({
      ...stranger,
      labels: {},
      networks: [{ name: network, aliases: [] }],
      entrypoint: ['node'],
      command: ['-e', "require('http').createServer((_, r) => r.end('reached')).listen(80)"],
    });
    try {
      await gecko.engine.startContainer(id);
      const there = await gecko.engine.container(id);
      const address = there?.networks[0]?.address ?? '';
      expect(address).not.toBe('');
      const probe = (url: string) =>
        `fetch("${url}", { signal: AbortSignal.timeout(1500) }).then((r) => r.text()).then(console.log, () => console.log("no way"))`;
      const inside = async (url: string) =>
        (await gecko.run(['exec', 'rag', 'node', '--', '-e', probe(url)])).stdout.trim();
      expect(await inside(`http://${address}/`)).toBe('no way');
      expect(await inside('http://192.0.2.1/')).toBe('no way');
      expect(await inside('http://qdrant:6333/readyz')).toContain('all shards are ready');
    } finally {
      await gecko.engine.removeContainer(id, { force: true });
      await gecko.engine.removeNetwork(network);
    }
  });

  it('spreads requests over three replicas', async () => {
    const before = await ids();
    await gecko.ok('up', '--scale', 'rag=3');
    const after = await ids();
    expect(await gecko.names()).toEqual([...all, 'rag-2', 'rag-3'].toSorted());
    expect(Object.fromEntries(Object.keys(before).map((name) => [name, after[name]]))).toEqual(
      before,
    );
    const counts = new Map<string, number>();
    for (let i = 0; i < 300; i += 1) {
      const { instance } = JSON.parse(await textOf(gecko.ports.rag, '/health'));
      counts.set(instance, (counts.get(instance) ?? 0) + 1);
    }
    expect(
      [...counts.values()].every((count) => count >= 80 && count <= 120),
      String([...counts.values()]),
    ).toBe(true);
    expect(counts.size).toBe(3);
  });

  it('replaces replicas so that requests are answered all the time', async () => {
    const before = await ids();
    gecko.configure('services: { rag: { replicas: 3, env: { LOG_LEVEL: debug } } }');
    const statuses: number[] = [];
    let isUp = false;
    const replaced = gecko.ok('up').finally(() => {
      isUp = true;
    });
    while (!isUp) statuses.push(await statusOf(gecko.ports.rag, { path: '/health' }));
    await replaced;
    const after = await ids();
    for (const name of ['rag-1', 'rag-2', 'rag-3']) expect(after[name]).not.toBe(before[name]);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(statuses.length).toBeGreaterThan(100);
    gecko.configure();
    await gecko.ok('up');
    expect(await gecko.names()).toEqual(all);
  });

  it('makes anew only what a changed setting touches', async () => {
    const before = await ids();
    gecko.configure('services: { qa: { env: { LOG_LEVEL: debug } } }');
    await gecko.ok('up');
    const after = await ids();
    expect(after['qa-1']).not.toBe(before['qa-1']);
    expect({ ...after, 'qa-1': '' }).toEqual({ ...before, 'qa-1': '' });
    gecko.configure();
    await gecko.ok('up');
  });

  it('mends what was killed or removed by hand', async () => {
    const now = await ids();
    await gecko.engine.stopContainer(now['ollama-1'] ?? '', 1);
    await gecko.engine.removeContainer(now['qa-1'] ?? '', { force: true });
    await gecko.ok('up');
    expect(await gecko.names()).toEqual(all);
    const { services } = await gecko.ok('status');
    expect((services as { state: string }[]).every(({ state }) => state === 'running')).toBe(true);
  });

  it('goes down without its volumes, and finds its corpus again', async () => {
    await gecko.ok('down');
    expect(await gecko.names()).toEqual([]);
    await gecko.ok('up');
    expect(await gecko.ok('ask', 'How is the pump painted?')).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
  });

  it('takes its volumes along only when told to', async () => {
    expect((await gecko.run(['down', '--volumes'])).code).toBe(5);
    expect(await gecko.names()).toEqual(all);
    await gecko.ok('down', '--volumes', '--yes');
    expect((await gecko.engine.snapshot(gecko.project)).volumes).toEqual([]);
  });
});

describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a stack that cannot come up', () => {
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('hurt');
  });
  afterAll(() => gecko?.close());

  it('says which images are missing and how to provide them', async () => {
    writeFileSync(join(gecko.home, 'gecko.yaml'), '');
    const { code, stderr } = await gecko.run(['up']);
    expect(code).toBe(21);
    for (const name of ['nginx', 'qdrant/qdrant', 'ollama/ollama', 'images.*'])
      expect(stderr).toContain(name);
    expect(await gecko.names()).toEqual([]);
    gecko.configure();
  });

  it('takes back what it made where a service ends, with its last words and exit code', async () => {
    gecko.configure('services: { ollama: { env: { NODE_OPTIONS: --no-such-option } } }');
    const { code, stderr } = await gecko.run(['up']);
    gecko.configure();
    expect(code).toBe(23);
    expect(stderr).toMatch(/hurt-ollama-1: it ended with exit code 9/);
    expect(stderr).toContain('no-such-option');
    expect(await gecko.names()).toEqual([]);
  });

  it('names a foreign container in its way, and leaves it alone', async () => {
    const { engine } = gecko;
    const spec = containerSpec('hurt-qdrant-1', 'gecko-test/busybox:1');
    const id = await engine.createContainer({
      ...spec,
      labels: { 'com.docker.compose.project': 'old' },
    });
    try {
      const { code, stderr } = await gecko.run(['up']);
      expect(code).toBe(22);
      expect(stderr).toMatch(/hurt-qdrant-1.*Compose project old/);
      expect(await gecko.names()).toEqual([]);
      expect(await engine.container(id)).not.toBeNull();
    } finally {
      await engine.removeContainer(id, { force: true });
    }
  });

  it('fails for a GPU that is not there, before anything is made', async () => {
    const { code, stderr } = await gecko.run(['up', '--profile', 'gpu-nvidia']);
    expect(code).toBe(21);
    expect(stderr).toContain('gpu-nvidia');
    expect(await gecko.names()).toEqual([]);
  });

  it('undoes what is half made at Ctrl-C, and goes on from there after kill -9', async () => {
    const interrupted = gecko.start(['up']);
    await interrupted.said(/Starting hurt-qdrant-1/);
    interrupted.child.kill('SIGINT');
    expect((await interrupted.ended).code).toBe(130);
    const { containers, networks } = await gecko.engine.snapshot(gecko.project);
    expect({ containers, networks }).toEqual({ containers: [], networks: [] });

    const killed = gecko.start(['up']);
    await killed.said(/Starting hurt-qdrant-1/);
    killed.child.kill('SIGKILL');
    await killed.ended;
    await gecko.ok('up');
    expect(await gecko.names()).toEqual(['ollama-1', 'qa-1', 'qdrant-1', 'rag-1', 'web-1']);
    const { containers: now } = await gecko.engine.snapshot(gecko.project);
    expect(now.every(({ labels }) => labels[labelNames.service] !== undefined)).toBe(true);
  });

  it('lets one gecko work, and the other say who does', async () => {
    const first = gecko.start(['restart', 'qa']);
    await first.said(/Restarting hurt-qa-1/);
    const { code, stderr } = await gecko.run(['up']);
    expect(code).toBe(11);
    expect(stderr).toMatch(/gecko restart.*process \d+|process \d+.*gecko restart/);
    expect((await first.ended).code).toBe(0);
  });
});

interface Asked {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
}

/** Over node:http: fetch sets the Host header itself. */
function send(port: number, { path = '/', method = 'GET', headers = {} }: Asked) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject).end();
  });
}

async function statusOf(port: number, asked: Asked): Promise<number> {
  return (await send(port, asked)).status;
}

async function textOf(port: number, path: string): Promise<string> {
  return (await send(port, { path })).text;
}
