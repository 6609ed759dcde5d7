import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addToYaml } from '../config/add-to-yaml.ts';
import { resolveConfig } from '../config/resolve.ts';
import { propose } from './propose.ts';
import { type ComposeSource, readCompose } from './read-compose.ts';
import { takenOver } from './taken-over.ts';

const origin = readFileSync(
  new URL('../../test/fixtures/compose/origin.yaml', import.meta.url),
  'utf8',
);
const ports = { web: [8081], rag: 8000, qa: 8002, qdrant: 6333, ollama: 11_435 };

function read(text: string, changes: Partial<ComposeSource> = {}) {
  const path = '/srv/Gecko RAG_dev.v1/docker-compose.yml';
  return readCompose({ text, path, variables: {}, envFile: () => null, ...changes });
}

/** The file with other lines in the place of some. */
function changed(...replacements: [string, string][]) {
  return replacements.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`not in the file: ${from}`);
    return text.replace(from, to);
  }, origin);
}

describe('the stack that gecko grew from', () => {
  it.each([
    ['cpu', { profile: 'cpu' }],
    ['gpu-nvidia', { profile: 'gpu-nvidia', gpus: 1 }],
    ['gpu-amd', { profile: 'gpu-amd' }],
  ])('becomes a gecko.yaml under its profile %s', async (profile, hardware) => {
    const stack = read(origin, { variables: { COMPOSE_PROFILES: profile } });
    const { values } = propose(stack);
    expect(values).toEqual({ runtime: 'docker', model: 'llama3', ports, ...hardware });
    const { text } = addToYaml(null, values);
    const config = await resolveConfig({
      ...{ cwd: '/', env: {}, flags: {}, dotenv: null, user: null },
      file: { path: '/gecko.yaml', text },
    });
    expect(config).toMatchObject({ ...hardware, gpus: expect.anything(), ports, model: 'llama3' });
  });

  it('looks at the hardware where no profile of it is known', () => {
    const { values, notes } = propose(read(origin));
    expect(values).toMatchObject({ profile: 'auto' });
    expect(notes).toContainEqual(expect.stringContaining('several kinds of hardware'));
  });

  it('finds the volumes by the names that Compose gives them', () => {
    const { qdrant, ollama } = takenOver(read(origin));
    expect([qdrant?.mount, ollama?.mount]).toEqual([
      { type: 'volume', source: 'geckorag_devv1_qdrant_storage', target: '/qdrant/storage' },
      { type: 'volume', source: 'geckorag_devv1_ollama_storage', target: '/root/.ollama' },
    ]);
  });

  it('says what gives way, and that it was open to the network', () => {
    const { notes } = propose(read(origin));
    expect(notes).toContainEqual(expect.stringContaining('services.rag.build: ./langchain-app'));
    expect(notes).toContainEqual(expect.stringContaining('services.qa.build: ./langchain-app-qa'));
    expect(notes).toContainEqual(expect.stringContaining('gecko publishes on 127.0.0.1 alone'));
  });
});

describe('its variants', () => {
  it('keeps other ports, with variables from the .env', () => {
    const text = changed(
      ['"8000:8000"', `"127.0.0.1:\${RAG_PORT:-9000}:8000"`],
      ['"8002:8002"', '{ target: 8002, published: "$QA_PORT" }'],
      ['"8081:80"', '80:80\n      - "443:80"'],
    );
    const { values } = propose(read(text, { variables: { QA_PORT: '9002' } }));
    expect(values).toMatchObject({ ports: { rag: 9000, qa: 9002, web: [80, 443] } });
  });

  it.each([
    ['both of Qdrant', '6334:6334\n      - 6333:6333', { ports: { qdrant: 6333 } }],
    ['its gRPC alone', '7334:6334', { publish: { qdrant: false } }],
  ])('publishes Qdrant only where its HTTP was: %s', (_, of, wanted) => {
    const { values } = propose(read(changed(['6333:6333', of])));
    expect(values).toMatchObject(wanted);
    if ('publish' in wanted) expect(values.ports).not.toHaveProperty('qdrant');
  });

  it('takes the only port of a backend for its own, and of several none', () => {
    const { values } = propose(
      read(changed(['"8000:8000"', '9000:80'], ['"8002:8002"', '9001:81\n      - 9002:82'])),
    );
    expect(values.ports).toMatchObject({ rag: 9000 });
    expect(values.ports).not.toHaveProperty('qa');
  });

  it('publishes neither Qdrant nor Ollama where they were not', () => {
    const text = changed(
      ['    ports:\n      - 6333:6333\n', ''],
      ['  ports:\n    - 11435:11434\n', ''],
    );
    const { values } = propose(read(text));
    expect(values.publish).toEqual({ qdrant: false, ollama: false });
  });

  it('takes the collection and the model from the environment, a map with an env_file before it', () => {
    const text = changed(
      [
        '    environment:\n      - OLLAMA_HOST=http://ollama:11434\n      - QDRANT_HOST=http://qdrant:6333\n    ports:\n      - "8000:8000"',
        '    env_file: [app.env, { path: gone.env, required: false }]\n    environment:\n      QDRANT_COLLECTION: $NAME\n      API_SECRET: shh\n    ports:\n      - "8000:8000"',
      ],
      ['ollama pull llama3"', 'true"'],
    );
    const { values, notes } = propose(
      read(text, {
        variables: { NAME: 'handbook' },
        envFile: (path) => (path === 'app.env' ? { LLM_MODEL: 'mistral' } : null),
      }),
    );
    expect(values).toMatchObject({ model: 'mistral', corpus: { collection: 'handbook' } });
    expect(notes).toContainEqual(expect.stringContaining('gone.env'));
    expect(notes).toContainEqual(expect.stringContaining('not taken over: API_SECRET'));
    expect(JSON.stringify(notes)).not.toContain('shh');
  });

  it('follows names of volumes, external ones, and folders of the machine', () => {
    const mounts = (text: string) => {
      const { qdrant, ollama } = takenOver(read(text));
      return [qdrant?.mount, ollama?.mount];
    };
    expect(
      mounts(
        changed(
          ['  ollama_storage:\n', '  ollama_storage:\n    external: true\n'],
          ['  qdrant_storage:\n', '  qdrant_storage:\n    name: vectors\n'],
        ),
      ),
    ).toMatchObject([{ source: 'vectors' }, { source: 'ollama_storage' }]);
    expect(
      mounts(
        changed(
          ['      - qdrant_storage:/qdrant/storage', '      - ../data/qdrant:/qdrant/storage:rw'],
          [
            '    - ollama_storage:/root/.ollama\n\nx-init',
            '    - { type: bind, source: /mnt/models, target: /root/.ollama }\n\nx-init',
          ],
        ),
      ),
    ).toMatchObject([
      { type: 'bind', source: '/srv/data/qdrant' },
      { type: 'bind', source: '/mnt/models' },
    ]);
  });

  it('takes cards by their ids, limits, replicas and what Ollama is told', () => {
    const text = changed(
      ['              count: 1\n', '              device_ids: ["0", "2"]\n'],
      [
        '    ports:\n      - "8000:8000"',
        '    deploy: { replicas: 3, resources: { limits: { memory: 4G, cpus: "2.0" } } }\n    ports:\n      - "8000:8000"',
      ],
      [
        '  restart: unless-stopped\n  ports:\n    - 11435',
        '  restart: unless-stopped\n  environment: { OLLAMA_KEEP_ALIVE: 24h, OLLAMA_NUM_PARALLEL: 4, OLLAMA_ORIGINS: "*" }\n  ports:\n    - 11435',
      ],
    );
    const { values } = propose(read(text, { variables: { COMPOSE_PROFILES: 'gpu-nvidia' } }));
    expect(values).toMatchObject({
      gpus: ['0', '2'],
      keepAlive: '24h',
      services: {
        rag: { replicas: 3, limits: { cpus: 2, memory: '4G' } },
        ollama: { env: { OLLAMA_NUM_PARALLEL: '4' } },
      },
    });
  });

  it('says what it does not follow, and what has no place', () => {
    const text = `${changed(['  qdrant:\n    image', '  qdrant:\n    extends: { file: base.yaml, service: qdrant }\n    image'])}
  nginx-lb:
    image: nginx:alpine
    ports: ["80:80"]
include: [more.yaml]
`;
    const { notes } = propose(read(text));
    for (const words of [
      'extends is not followed',
      'include is not followed',
      'nginx-lb is not taken over',
    ])
      expect(notes).toContainEqual(expect.stringContaining(words));
  });

  it('takes a service for what it runs, whatever its name', () => {
    const text =
      'name: x\nservices: { vectors: { image: "mirror.example:5000/qdrant/qdrant:v1.9.0", volumes: ["v:/qdrant/storage"] } }';
    const { qdrant } = takenOver(read(text));
    expect(qdrant?.mount.source).toBe('x_v');
  });

  it('asks the Ollama of the host where the backends did', () => {
    const text =
      'services: { rag: { image: a, environment: { OLLAMA_HOST: "http://host.docker.internal:11434" } } }';
    expect(propose(read(text)).values).toMatchObject({ profile: 'host' });
  });

  it.each([
    ['services: [', /cannot be read as a Compose file/],
    ['a: 1', /it has no services/],
    [`services: { a: { image: "\${NAME:?say who}" } }`, /NAME: say who/],
  ])('refuses %s', (text, words) => {
    expect(() => read(text)).toThrow(words);
  });
});
