import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { documentId } from '@gecko/core/ingest/identity';
import { extract } from 'tar';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../test/engine/nginx-process.ts';
import { type QdrantServer, startQdrantServer } from '../../test/fakes/qdrant-server.ts';
import { packagedImage } from './packaged-image.ts';

const token = 'token-of-this-project-0123456789abcdefABCDEF';
const ownArchitecture = process.arch === 'arm64' ? 'arm64' : 'amd64';

/** What is in the context, unpacked far from any node_modules and started by plain node. */
describe('the packaged image', () => {
  let folder: string;
  let qdrant: QdrantServer;
  let running: Backend[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gecko-image-'));
    await pipeline(packagedImage(ownArchitecture).context(), extract({ cwd: folder }));
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets', 'token'), `${token}\n`);
    writeFileSync(join(folder, 'secrets', 'qdrant-key'), 'key-of-qdrant');
    qdrant = await startQdrantServer({ apiKey: 'key-of-qdrant' });
  });
  afterEach(async () => {
    for (const { child } of running) if (child.exitCode === null) child.kill('SIGKILL');
    running = [];
  });
  afterAll(async () => {
    await qdrant?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(name: 'rag' | 'qa', changes: Record<string, string> = {}): Promise<Backend> {
    const port = await freePort();
    const child = spawn(process.execPath, [join(folder, 'app', `${name}.js`)], {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        GECKO_PORT: String(port),
        GECKO_PROJECT: 'demo',
        GECKO_PROJECT_ID: 'id-1',
        GECKO_TOKEN_FILE: join(folder, 'secrets', 'token'),
        QDRANT_HOST: qdrant.url,
        GECKO_QDRANT_KEY_FILE: join(folder, 'secrets', 'qdrant-key'),
        OLLAMA_HOST: 'http://127.0.0.1:9',
        GECKO_WEIGHTS_FOLDER: process.env.GECKO_TEST_WEIGHTS ?? join(folder, 'no-weights'),
        ...changes,
      },
    });
    const backend: Backend = { child, url: `http://127.0.0.1:${port}`, output: '' };
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes: Buffer) => {
        backend.output += bytes;
      });
    running.push(backend);
    return backend;
  }

  const status = (url: string) =>
    fetch(url).then(
      (response) => response.status,
      () => 0,
    );
  const healthy = ({ url, child }: Backend) =>
    until(async () => child.exitCode !== null || (await status(`${url}/health`)) === 200);

  it('holds both programs, the workers and the runtime of one architecture, and no more than they need', () => {
    const files = readdirSync(join(folder, 'app'), { recursive: true }).map(String);
    expect(files).toEqual(expect.arrayContaining(['rag.js', 'qa.js', 'package.json']));
    expect(files.filter((file) => /worker-(embed|prepare)/.test(file))).toHaveLength(2);
    expect(files.filter((file) => file.endsWith('.node'))).toHaveLength(1);
    expect(files.filter((file) => /^(main|daemon|help|llama)/.test(file))).toEqual([]);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).not.toMatch(/^RUN|\{\{/m);
  });

  it('gives the runtime of the other architecture as it was', async () => {
    const other = ownArchitecture === 'amd64' ? 'arm64' : 'amd64';
    const to = join(folder, 'other');
    mkdirSync(to);
    await pipeline(packagedImage(other).context(), extract({ cwd: to }));
    const target = `linux/${other === 'amd64' ? 'x64' : 'arm64'}`;
    const library = 'libonnxruntime.so.1';
    const given = readFileSync(join(to, 'app', 'onnxruntime', target.replace('/', '-'), library));
    const original = `node_modules/onnxruntime-node/bin/napi-v6/${target}/${library}`;
    expect(given.equals(readFileSync(original))).toBe(true);
  });

  it.each(['rag', 'qa'] as const)(
    'runs %s, which keeps its corpus in Qdrant and ends when told',
    async (name) => {
      const backend = await start(name);
      await healthy(backend);
      const health = await fetch(`${backend.url}/health`);
      expect(await health.json()).toMatchObject({ status: 'ok', service: name });
      expect(health.headers.get('x-gecko-project-id')).toBe('id-1');

      const id = documentId('corpus_gecko3', 'docs', 'pump.md');
      const document = `${backend.url}/corpus/documents/${id}?source=docs&path=pump.md`;
      const body = '# Pump\n\nThe pump is painted dark green.\n';
      expect((await fetch(document, { method: 'PUT', body })).status).toBe(401);
      const headers = { authorization: `Bearer ${token}` };
      const put = await fetch(document, { method: 'PUT', body, headers });
      expect({ status: put.status, text: await put.text() }).toMatchObject({ status: 200 });
      const asked = await fetch(`${backend.url}/ask`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question: 'How is the pump painted?' }),
      });
      expect(await asked.json()).toMatchObject({ answer: expect.stringContaining('dark green') });

      backend.child.kill('SIGTERM');
      const [code] = await once(backend.child, 'exit');
      expect(code).toBe(0);
      const lines = backend.output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines.map(({ message }) => message)).toEqual(
        expect.arrayContaining(['starting', 'ready', 'stopped']),
      );
      expect(new Set(lines.map(({ service }) => service))).toEqual(new Set([name]));
      expect(backend.output).not.toMatch(/dark green|How is|key-of-qdrant|token-of/);
    },
  );

  it('says so and ends where a variable is missing, or Qdrant does not answer', async () => {
    for (const [changes, words] of [
      [{ GECKO_TOKEN_FILE: '' }, 'GECKO_TOKEN_FILE'],
      [{ QDRANT_HOST: 'http://127.0.0.1:9' }, 'Qdrant'],
    ] as const) {
      const backend = await start('qa', changes);
      const [code] = await once(backend.child, 'exit');
      expect(code).toBe(1);
      expect(backend.output).toContain(words);
    }
  });
});

interface Backend {
  child: ChildProcess;
  url: string;
  output: string;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
