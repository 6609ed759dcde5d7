import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Engine } from '../../src/engine/engine.ts';
import { withVolumeTool } from '../../src/engine/execute/volume-tool.ts';
import { until } from './sandbox.ts';
import type { StackSandbox } from './stack-sandbox.ts';

/** A stack like the one that gecko grew from, made of the stand-ins, run by the real Docker Compose. */
export interface OldComposeStack {
  /** Its Compose file. */
  file: string;
  /** Docker Compose on it, with the profile cpu. @returns what it says */
  compose(...args: string[]): Promise<string>;
  /** Brings it up, with a model and two collections, one of them langchain's. */
  fill(): Promise<void>;
  /** Starts it by its name alone. */
  start(): Promise<void>;
  /** Names of its containers that run. */
  running(): Promise<string[]>;
  /** Sha256 of each of its volumes, with every owner, mode and time. */
  sums(): Promise<Record<string, string>>;
  /** Of its Qdrant, as a program outside sees it. */
  collections(): Promise<string[]>;
  remove(): Promise<void>;
}

/** Passages of langchain: two documents, one of them of two pages. */
const passages = [
  ['The door is made of oak. It was oiled in', { source: '/app/docs/door.md', start_index: 0 }],
  ['It was oiled in spring by Ana.', { source: '/app/docs/door.md', start_index: 25 }],
  ['The boiler was made in Bilbao.', { source: '/app/docs/pump.pdf', page: 1, author: 'Ana' }],
  ['The pump is painted dark green.', { source: '/app/docs/pump.pdf', page: 0, author: 'Ana' }],
] as const;

export function oldComposeStack(gecko: StackSandbox, project = 'old-rag_v1'): OldComposeStack {
  const { GECKO_TEST_COMPOSE: program = '', PATH = '' } = process.env;
  const folder = join(gecko.home, project);
  const file = join(folder, 'docker-compose.yml');
  const { ports } = gecko;
  // gecko is to find them in the old stack.
  for (const name of Object.keys(ports))
    delete (gecko.env as Record<string, string>)[`GECKO_PORTS_${name.toUpperCase()}`];
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, composeFile(ports, project));
  writeFileSync(
    join(folder, '.env'),
    `RAG_PORT=${ports.rag}\nCOMPOSE_PROFILES=cpu\nOLLAMA_HOST=http://ollama:11434\n`,
  );
  const env = { PATH, HOME: gecko.home, DOCKER_HOST: gecko.env.DOCKER_HOST };
  const compose = async (...args: string[]) => {
    const { stdout, stderr } = await promisify(execFile)(program, ['-f', file, ...args], { env });
    return stdout + stderr;
  };
  const qdrant = `http://127.0.0.1:${ports.qdrant}`;
  const own = async () =>
    (await gecko.engine.snapshot(gecko.project)).foreign.containers.filter(
      ({ labels }) => labels['com.docker.compose.project'] === project,
    );
  const old: OldComposeStack = {
    file,
    compose,
    async fill() {
      await compose('up', '-d');
      await until(() =>
        fetch(`${qdrant}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      );
      await put(
        qdrant,
        'corpus_gecko3',
        passages.map(([page_content, metadata], index) => ({
          id: `00000000-0000-4000-8000-00000000000${9 - index}`,
          payload: { page_content, metadata },
        })),
      );
      await put(qdrant, 'colours', [{ id: 1, payload: { name: 'green' } }]);
      const pull = `${project}-ollama-pull`;
      await until(async () => (await gecko.engine.container(pull))?.exitCode === 0);
      const write =
        'mkdir -p models/blobs && head -c 2000000 /dev/urandom > models/blobs/sha256-ab';
      await inVolume(`${project}_ollama_storage`, write, gecko.engine);
    },
    async start() {
      await promisify(execFile)(program, ['-p', project, 'start'], { env, cwd: '/' });
    },
    running: async () =>
      (await own())
        .filter(({ status }) => status === 'running')
        .map(({ name }) => name.slice(project.length + 1))
        .toSorted(),
    async sums() {
      const names = [`${project}_qdrant_storage`, `${project}_ollama_storage`];
      const entries = await Promise.all(
        names.map(async (name) => [name, await sumOf(name, gecko.engine)] as const),
      );
      return Object.fromEntries(entries);
    },
    async collections() {
      const answer = await fetch(`${qdrant}/collections`);
      const { result } = (await answer.json()) as { result: { collections: { name: string }[] } };
      return result.collections.map(({ name }) => name);
    },
    async remove() {
      await compose('down', '-v', '--timeout', '1');
    },
  };
  return old;
}

async function put(url: string, collection: string, points: object[]): Promise<void> {
  const send = async (path: string, body: object) => {
    const answer = await fetch(`${url}/collections/${collection}${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
  };
  await send('', { vectors: { size: 4, distance: 'Cosine' } });
  await send('/points?wait=true', {
    points: points.map((point) => ({ vector: [0.5, 0.5, 0.5, 0.5], ...point })),
  });
}

function sumOf(volume: string, engine: Engine): Promise<string> {
  const tar = 'tar --sort=name --format=pax --numeric-owner -cf - . | sha256sum';
  return inVolume(volume, tar, engine);
}

async function inVolume(volume: string, script: string, engine: Engine): Promise<string> {
  const image = (await engine.image('gecko-test/node:1'))?.id ?? '';
  const mounts = [{ type: 'volume' as const, source: volume, target: '/v', readOnly: false }];
  return withVolumeTool(
    engine,
    { name: 'look', image, labels: {}, mounts },
    (tool) => tool.run(['sh', '-c', `cd /v && ${script}`]),
    new AbortController().signal,
  );
}

/** As the old page has it, with the names and ports of a test; Qdrant's files are root's. */
function composeFile(ports: StackSandbox['ports'], project: string): string {
  const backend = (name: string, port: number) => `
  ${name}:
    image: gecko-test/busybox:1
    container_name: ${project}-${name}
    networks: ['demo']
    restart: unless-stopped
    stop_signal: SIGKILL
    command: ["httpd", "-f", "-p", "${port}"]
    environment:
      - OLLAMA_HOST=\${OLLAMA_HOST}
      - QDRANT_HOST=http://qdrant:6333`;
  return `name: ${project}
x-ollama: &service-ollama
  image: gecko-test/ollama:1
  container_name: ${project}-ollama
  networks: { demo: { aliases: [ollama] } }
  restart: unless-stopped
  stop_grace_period: 1s
  ports:
    - ${ports.ollama}:11434
  volumes:
    - ollama_storage:/root/.ollama
services:${backend('langchain-backend', 8000)}
    ports:
      - "127.0.0.1:\${RAG_PORT:-8000}:8000"
    depends_on: [qdrant, ollama-cpu]${backend('langchain-backend-qa', 8002)}
    ports:
      - "${ports.qa}:8002"
    depends_on: [qdrant, ollama-cpu]${backend('flutter-frontend', 80)}
    ports:
      - "${ports.web}:80"
  qdrant:
    image: gecko-test/qdrant:1
    user: "0:0"
    hostname: qdrant
    container_name: ${project}-qdrant
    networks: ['demo']
    restart: unless-stopped
    stop_grace_period: 1s
    ports:
      - ${ports.qdrant}:6333
    volumes:
      - qdrant_storage:/qdrant/storage
  ollama-cpu:
    profiles: ["cpu"]
    <<: *service-ollama
  ollama-gpu:
    profiles: ["gpu-nvidia"]
    <<: *service-ollama
    deploy: { resources: { reservations: { devices: [{ driver: nvidia, count: 1, capabilities: [gpu] }] } } }
  ollama-pull-llama-cpu:
    profiles: ["cpu"]
    image: gecko-test/ollama:1
    container_name: ${project}-ollama-pull
    networks: ['demo']
    entrypoint: /bin/sh
    environment:
      - OLLAMA_HOST=ollama:11434
    command:
      - "-c"
      - "sleep 1; ollama pull llama3"
    depends_on: [ollama-cpu]
  watcher:
    image: gecko-test/busybox:1
    container_name: ${project}-watcher
    stop_signal: SIGKILL
    command: ["sleep", "infinity"]
networks:
  demo:
volumes:
  ollama_storage:
  qdrant_storage:
`;
}
