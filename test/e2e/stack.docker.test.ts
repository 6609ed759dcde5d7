import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelNames } from '../../src/stack/labels.ts';
import { containerSpec } from '../fakes/container-spec.ts';
import { entry } from './sandbox.ts';
import { type Received, send } from './send.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';
import { openTerminal } from './terminal.ts';

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
  const five = () => {
    const { web, rag, qa, qdrant, ollama } = gecko.ports;
    return [web, rag, qa, qdrant, ollama];
  };
  beforeAll(async () => {
    gecko = await openStack('walk');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
  });
  afterAll(() => gecko?.close());

  it('shows its plan first, and does nothing', async () => {
    // On a base that no test before this one has used.
    const env = { GECKO_IMAGES_BASE: 'gecko-test/busybox:1' };
    const { stdout, code } = await gecko.run(['up', '--auto-gpu', '--dry-run'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/image\.build gecko-backend:\w+ +for rag, qa/);
    expect(stdout).toContain('container.create walk-qdrant-1');
    expect(await gecko.names()).toEqual([]);
  });

  it('comes up from nothing, with the model and the weights', async () => {
    const report = await gecko.ok('up', '--auto-gpu');
    expect(report).toMatchObject({ runtime: 'docker', profile: 'cpu', changed: true });
    expect(await gecko.names()).toEqual(all);
    const { dependencies, services } = await gecko.ok('status');
    // Docker's own checks come later: what answers is healthy.
    expect((services as { health: string }[]).map(({ health }) => health)).toEqual(
      all.map(() => 'healthy'),
    );
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
    const plan = await gecko.run(['up', '--dry-run']);
    expect(plan).toMatchObject({ code: 0, stdout: 'Nothing to do: all runs as configured.\n' });
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
    const { stdout } = await gecko.run(['exec', 'langchain-backend-qa', 'node', '-p', '"in"']);
    expect(stdout).toBe('in\n');
    expect(await gecko.ok('networks')).toMatchObject({
      networks: expect.arrayContaining([
        expect.objectContaining({ name: 'walk-internal', internal: true }),
      ]),
    });
    const ps = await gecko.run(['ps', '--format', 'json']);
    const rows = ps.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toHaveLength(all.length);
    const found = (name: string) => rows.find(({ Service }) => Service === name);
    expect(found('qdrant')).toMatchObject({
      ...{ Name: 'walk-qdrant-1', Image: 'gecko-test/qdrant:1', State: 'running' },
      ...{ Health: 'healthy', ExitCode: 0, Command: expect.stringContaining('qdrant') },
    });
    expect(found('web').Publishers).toContainEqual({
      ...{ URL: '127.0.0.1', PublishedPort: gecko.ports.web },
      ...{ TargetPort: 8081, Protocol: 'tcp' },
    });
    const images = await gecko.run(['images']);
    expect(images.stdout).toMatch(/walk-web-1 +gecko-test\/nginx:1 +[\da-f]{12} +[\d.]+ MiB/);
    const volume = await gecko.run(['volume', 'inspect', 'qdrant_storage']);
    expect(volume.stdout).toContain('walk_qdrant_storage');
  });

  it('runs a program with what is piped in and out, and its exit code', async () => {
    const script = ['sh', '-c', 'cat; echo oh >&2; exit 3'];
    const ended = await gecko.run(['exec', 'rag', ...script], { input: 'hi' });
    expect(ended).toEqual({ code: 3, stdout: 'hi', stderr: 'oh\n' });
    const options = ['-u', '0', '-w', '/tmp', '-e', 'A=b'];
    const { stdout } = await gecko.run([
      ...['exec', ...options, 'rag', '--'],
      ...['sh', '-c', 'id -u; pwd; echo $A'],
    ]);
    expect(stdout).toBe('0\n/tmp\nb\n');
  });

  it.each([
    ['no-such-program', 127, /The container has no program no-such-program/],
    ['/etc/hosts', 126, /\/etc\/hosts cannot be run in the container: permission denied/],
  ])('says of the program %s what shells say, in its own words', async (program, code, says) => {
    const ended = await gecko.run(['exec', 'rag', program]);
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(says) });
    expect(ended.stderr).not.toContain('OCI');
    const { stderr } = await gecko.run(['exec', '--verbose', 'rag', program]);
    expect(stderr).toContain('OCI runtime exec failed');
  });

  it('gives a program the terminal, with every key, and takes it back', async () => {
    const terminal = openTerminal(gecko, `"$NODE" ${entry} exec rag sh; echo code $?; stty -a`);
    await terminal.said(/\/app \$/);
    const type = (keys: string) => terminal.child.stdin?.write(keys);
    type('stty size; echo $((1 + 1))nd; cat\n');
    await terminal.said(/24 80\s+2nd/);
    type('\u0003');
    await terminal.said(/\^C[\s\S]*\/app \$/);
    type('exit 5\n');
    const { stdout } = await terminal.ended;
    expect(stdout).toMatch(/code 5[\s\S]*\sisig icanon iexten echo /);
  });

  it('shows what is used in a live table, on a narrow terminal too, until Ctrl-C', async () => {
    const line = `trap : INT; "$NODE" ${entry} stats; echo code $?`;
    const terminal = openTerminal(gecko, line, { columns: 20, rows: 24 });
    await terminal.said(/\[6A[\s\S]*ollama-1 +\d/);
    terminal.child.stdin?.write('\u0003');
    const { stdout } = await terminal.ended;
    expect(stdout).toMatch(/\u001b\[\?25hcode 130\s*$/);
    const lines = stdout.replace(/\u001b\[[?\d]*[A-Za-z]/g, '').split(/[\r\n]+/);
    expect(lines.filter(({ length }) => length >= 20)).toEqual([]);
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
      'ps -aq',
      'ps --services',
      'ps --format json',
      'stop -t 1 qa',
      'start --wait qa',
      'logs --until 1s --no-log-prefix -n 5 rag',
      'config -q',
      '--profile cpu up -d --no-recreate --pull never --quiet-pull --remove-orphans -t 5',
      'up -d --build --no-deps qa',
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

  it('follows a log through a restart', async () => {
    const following = gecko.start(['logs', '-f', '-n', '1', 'langchain-backend-qa']);
    await following.said(/walk-qa-1 \|/);
    await gecko.ok('restart', '-t', '5', 'qa');
    await following.said(/asked to stop[\s\S]*"starting"[\s\S]*"ready"/);
    following.child.kill('SIGINT');
    const { stdout } = await following.ended;
    expect(stdout.match(/asked to stop/g)).toHaveLength(1);
  });

  it('answers on each of its five ports to no other Host', async () => {
    for (const port of five())
      for (const method of ['GET', 'POST'])
        for (const host of ['evil.example', 'localhost.evil.example', 'ollama:11434']) {
          const { status, text } = await send(port, { method, headers: { host } });
          expect({ port, method, host, status, text }).toMatchObject({
            status: 403,
            text: expect.stringContaining('FORBIDDEN_HOST'),
          });
        }
  });

  it('lets no page of another origin write on any of them, with the token either', async () => {
    const { token } = await gecko.ok('token', 'show');
    for (const port of five())
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
        for (const path of ['/', '/ask', '/api/rag/ask', '/api/chat', '/collections/x/points']) {
          const headers = { origin: 'https://evil.example', authorization: `Bearer ${token}` };
          const answer = await send(port, { path, method, headers });
          expect({ port, method, path, status: answer.status }).toMatchObject({ status: 403 });
          expect(answer.text).toContain('FORBIDDEN_ORIGIN');
          expect(corsOf(answer.headers)).toEqual([]);
        }
    for (const port of five())
      for (const method of ['GET', 'OPTIONS']) {
        const headers = { origin: 'https://evil.example' };
        expect(corsOf((await send(port, { method, headers })).headers)).toEqual([]);
      }
  });

  it('lets only the token change something in Ollama, however its path is spelled', async () => {
    const { ollama, qdrant } = gecko.ports;
    const { token } = await gecko.ok('token', 'show');
    const authorization = `Bearer ${token}`;
    const body = JSON.stringify({ model: 'no-such-model' });
    const guarded = ['pull', 'delete', 'create', 'push', 'copy', 'blobs/sha256:0'];
    for (const route of guarded)
      for (const path of [
        `/api/${route}`,
        `//api/${route}`,
        `/api//${route}`,
        `/api/./${route}`,
        `/api/tags/../${route}`,
        `/api/%${route.charCodeAt(0).toString(16)}${route.slice(1)}`,
        `/API/${route.toUpperCase()}`,
        `/api/chat%2f..%2f${route}`,
      ])
        for (const method of ['POST', 'DELETE', 'GET', 'PUT', 'HEAD']) {
          const { status } = await send(ollama, { path, method, body });
          expect({ path, method, status }).toMatchObject({ status: 401 });
        }
    // Passed on, it is Ollama that answers.
    for (const path of ['/api/pull', '//api/pull', '/api/%70ull']) {
      const headers = { authorization, 'content-type': 'application/json' };
      const { status, text } = await send(ollama, { path, method: 'POST', headers, body });
      expect({ path, status }).toMatchObject({ status: 200 });
      expect(text).toContain('file does not exist');
    }
    const shouted = await send(ollama, {
      path: '/API/PULL',
      method: 'POST',
      headers: { authorization },
      body,
    });
    expect(shouted).toMatchObject({ status: 404, text: '404 page not found' });
    expect((await send(ollama, { path: '/api/version' })).status).toBe(200);
    expect((await send(qdrant, { path: '/collections' })).status).toBe(401);
  });

  it("gives the backends no way out, nor to another project's containers", async () => {
    const { engine } = gecko;
    await engine.createNetwork({ name: 'stranger-net', internal: false, labels: {} });
    const stranger = async (network: string) => {
      const id = await engine.createContainer({
        ...containerSpec(`stranger-${network}`, 'gecko-test/node:1'),
        labels: { 'com.docker.compose.project': 'stranger' },
        networks: [{ name: network, aliases: network === 'bridge' ? [] : ['stranger'] }],
        entrypoint: ['node'],
        command: ['-e', "require('http').createServer((_, r) => r.end('reached')).listen(80)"],
      });
      await engine.startContainer(id);
      const address = (await engine.container(id))?.networks[0]?.address ?? '';
      expect(address).not.toBe('');
      return { id, address };
    };
    const probe = (url: string) =>
      `fetch("${url}", { signal: AbortSignal.timeout(1500) }).then((r) => r.text()).then(console.log, () => console.log("no way"))`;
    const inside = async (url: string) =>
      (await gecko.run(['exec', 'rag', 'node', '--', '-e', probe(url)])).stdout.trim();
    const fromItself = async (id: string, address: string) => {
      let text = '';
      const onOutput = (_stream: string, bytes: Buffer) => {
        text += bytes;
      };
      const { signal } = new AbortController();
      const command = ['node', '-e', probe(`http://${address}/`)];
      await engine.exec(id, { command, onOutput, signal });
      return text.trim();
    };
    const strangers = [await stranger('bridge'), await stranger('stranger-net')];
    try {
      for (const { id, address } of strangers) {
        // It answers: to this machine, which is in each network, but for those of an engine without root.
        const answered = engine.info.rootless
          ? await fromItself(id, address)
          : await (await fetch(`http://${address}/`)).text();
        expect(answered).toBe('reached');
        expect(await inside(`http://${address}/`)).toBe('no way');
      }
      expect(await inside('http://192.0.2.1/')).toBe('no way');
      expect(await inside('http://qdrant:6333/readyz')).toContain('all shards are ready');
    } finally {
      for (const { id } of strangers) await engine.removeContainer(id, { force: true });
      await engine.removeNetwork('stranger-net');
    }
  });

  it('spreads requests over three replicas', async () => {
    // The image may have been another project's before qa's was built.
    await gecko.ok('up');
    const before = await ids();
    expect((await gecko.ok('scale', 'rag=3')).notes).toContainEqual(
      expect.stringMatching(/next gecko up has 1 of rag again.*services\.rag\.replicas: 3/),
    );
    const after = await ids();
    expect(await gecko.names()).toEqual([...all, 'rag-2', 'rag-3'].toSorted());
    expect(Object.fromEntries(Object.keys(before).map((name) => [name, after[name]]))).toEqual(
      before,
    );
    const counts = new Map<string, number>();
    for (let i = 0; i < 300; i += 1) {
      const { instance } = JSON.parse((await send(gecko.ports.rag, { path: '/health' })).text);
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
    while (!isUp) statuses.push((await send(gecko.ports.rag, { path: '/health' })).status);
    await replaced;
    const after = await ids();
    for (const name of ['rag-1', 'rag-2', 'rag-3']) expect(after[name]).not.toBe(before[name]);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(statuses.length).toBeGreaterThan(100);
    gecko.configure();
    await gecko.ok('up');
    expect(await gecko.names()).toEqual(all);
  });

  it('makes anew only what a changed setting touches (row 29)', async () => {
    const before = await ids();
    gecko.configure('services: { qa: { env: { LOG_LEVEL: debug } } }');
    await gecko.ok('up');
    const after = await ids();
    expect(after['qa-1']).not.toBe(before['qa-1']);
    expect({ ...after, 'qa-1': '' }).toEqual({ ...before, 'qa-1': '' });
    gecko.configure('publish: { qdrant: false }');
    await gecko.ok('up');
    const closed = await ids();
    expect(closed['web-1']).not.toBe(after['web-1']);
    expect({ ...closed, 'web-1': '', 'qa-1': '' }).toEqual({ ...after, 'web-1': '', 'qa-1': '' });
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

  it('takes back what it made where a service ends, at once, with its last words and exit code (row 28)', async () => {
    gecko.configure('services: { ollama: { env: { NODE_OPTIONS: --no-such-option } } }');
    const timeout = 3_600;
    const begun = performance.now();
    const { code, stderr } = await gecko.run(['up', '--wait-timeout', String(timeout)]);
    gecko.configure();
    expect(code).toBe(23);
    expect((performance.now() - begun) / 1_000 / timeout).toBeLessThan(0.1);
    expect(stderr).toMatch(/hurt-ollama-1: it ended with exit code 9/);
    expect(stderr).toContain('no-such-option');
    expect(await gecko.names()).toEqual([]);
  });

  it('names a foreign container in its way, and leaves it alone (row 22)', async () => {
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

  it('undoes what is half made at Ctrl-C (row 5), and goes on from there after kill -9', async () => {
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

function corsOf(headers: Received['headers']): string[] {
  return Object.keys(headers).filter((name) => name.startsWith('access-control-'));
}
