import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { exportInputOf } from '../../../test/fakes/export-input.ts';
import { imageOf } from '../../../test/fakes/stack.ts';
import type { ExportInput } from '../export-input.ts';
import { exportCompose } from './compose.ts';

interface Service {
  [key: string]: unknown;
  depends_on: Record<string, unknown>;
  environment: Record<string, string>;
  networks: Record<string, { aliases: string[] }>;
}

function textOf(input: ExportInput, path = 'compose.yaml'): string {
  const file = exportCompose(input).files.find((one) => one.path === path);
  if (typeof file?.content !== 'string') throw new Error(`no text ${path}`);
  return file.content;
}

/** Read as Compose reads it, with what is taken over (`<<`). */
function treeOf(input: ExportInput) {
  return parse(textOf(input), { version: '1.1' }) as {
    name: string;
    services: Record<string, Service>;
    networks: Record<string, unknown>;
    volumes: Record<string, unknown>;
  };
}

function serviceOf(input: ExportInput, name: string): Service {
  const found = treeOf(input).services[name];
  if (!found) throw new Error(`no ${name}`);
  return found;
}

describe('the export for Docker Compose', () => {
  it('has the services of the stack, one Ollama for each profile, and what is done once', () => {
    const { name, services } = treeOf(exportInputOf());
    expect(name).toBe('gecko');
    expect(Object.entries(services).map(([key, { profiles }]) => [key, profiles])).toEqual([
      ['config', undefined],
      ['weights', undefined],
      ['web', undefined],
      ['qdrant', undefined],
      ['rag', undefined],
      ['qa', undefined],
      ['ollama-cpu', ['cpu']],
      ['ollama-gpu', ['gpu-nvidia']],
      ['ollama-gpu-amd', ['gpu-amd']],
      ['ollama-pull-cpu', ['cpu']],
      ['ollama-pull-gpu', ['gpu-nvidia']],
      ['ollama-pull-gpu-amd', ['gpu-amd']],
    ]);
  });

  it('writes what the three Ollamas share once, and each only what differs', () => {
    const text = textOf(exportInputOf());
    expect(text).toContain('x-ollama: &ollama\n');
    expect(text).toContain(`  ollama-gpu:
    <<: *ollama
    profiles:
      - gpu-nvidia
    image: \${GECKO_IMAGES_OLLAMA:-ollama:1-plain}
    security_opt:
      - no-new-privileges:true
      - label=disable
    deploy:
      resources:
        reservations:
          devices:
            - driver: nvidia
              count: 1
              capabilities:
                - gpu
`);
    expect(text).toContain(`  ollama-gpu-amd:
    <<: *ollama
    profiles:
      - gpu-amd
    image: \${GECKO_IMAGES_OLLAMA_AMD:-ollama:1-rocm}
    devices:
      - /dev/kfd:/dev/kfd
      - /dev/dri:/dev/dri
`);
    expect(text.match(/&\w+/g)?.filter((anchor) => /^&a\d/.test(anchor)) ?? []).toEqual([]);
  });

  it('gives every Ollama the name ollama, and all services their old names, in both networks', () => {
    const { services, networks } = treeOf(exportInputOf());
    const old = ['ollama', 'ollama-cpu', 'ollama-gpu', 'ollama-gpu-amd'];
    for (const name of ['ollama-cpu', 'ollama-gpu', 'ollama-gpu-amd'])
      expect(services[name]?.networks).toEqual({
        'gecko-internal': { aliases: old },
        'gecko-external': { aliases: old },
      });
    expect(services.rag?.networks).toEqual({
      'gecko-internal': { aliases: ['rag', 'langchain-backend'] },
    });
    expect(networks).toEqual({
      'gecko-internal': { driver: 'bridge', internal: true },
      'gecko-external': { driver: 'bridge' },
    });
  });

  it('asks for the health as the stack does, by the programs of the images', () => {
    expect(serviceOf(exportInputOf(), 'qdrant').healthcheck).toEqual({
      test: ['CMD', 'bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/6333'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as Compose reads it
      interval: '${GECKO_HEALTH_INTERVAL:-10s}',
      timeout: '5s',
      start_period: '60s',
      retries: 3,
    });
  });

  it('starts backends when files are in place, the store is well and the model is there', () => {
    expect(serviceOf(exportInputOf(), 'rag').depends_on).toEqual({
      config: { condition: 'service_completed_successfully' },
      weights: { condition: 'service_completed_successfully' },
      qdrant: { condition: 'service_healthy' },
      'ollama-cpu': { condition: 'service_healthy', required: false },
      'ollama-pull-cpu': { condition: 'service_completed_successfully', required: false },
      'ollama-gpu': { condition: 'service_healthy', required: false },
      'ollama-pull-gpu': { condition: 'service_completed_successfully', required: false },
      'ollama-gpu-amd': { condition: 'service_healthy', required: false },
      'ollama-pull-gpu-amd': { condition: 'service_completed_successfully', required: false },
    });
  });

  it('starts the door when there is something behind it, and again where that was made anew', () => {
    expect(serviceOf(exportInputOf(), 'web').depends_on).toEqual({
      config: { condition: 'service_completed_successfully' },
      rag: { condition: 'service_healthy', restart: true },
      qa: { condition: 'service_healthy', restart: true },
    });
  });

  it('confines its services as gecko does', () => {
    expect(serviceOf(exportInputOf(), 'rag')).toMatchObject({
      user: '1000:1000',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: ['/tmp:size=268435456'],
      restart: 'unless-stopped',
      logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
      stop_grace_period: '15s',
      deploy: {
        resources: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: as Compose reads it
          limits: { memory: '${GECKO_SERVICES_RAG_LIMITS_MEMORY:-4g}' },
          reservations: { memory: '2g', cpus: '1' },
        },
      },
    });
    const [qdrant, ollama] = ['qdrant', 'ollama-cpu'].map((name) =>
      serviceOf(exportInputOf(), name),
    );
    expect(qdrant).not.toHaveProperty('read_only');
    expect(ollama).not.toHaveProperty('user');
    expect(ollama).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  });

  it('publishes the door alone, at ports that .env may change', () => {
    const { services } = treeOf(exportInputOf({ ports: { web: [8081, 80] } }));
    const publishing = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(publishing.map(([name]) => name)).toEqual(['web']);
    expect(services.web?.ports).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as Compose reads it
      { host_ip: '127.0.0.1', published: '${GECKO_PORTS_WEB:-8081}', target: 8081 },
      { host_ip: '127.0.0.1', published: '80', target: 8081 },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as Compose reads it
      { host_ip: '127.0.0.1', published: '${GECKO_PORTS_RAG:-8000}', target: 8000 },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as Compose reads it
      { host_ip: '127.0.0.1', published: '${GECKO_PORTS_QA:-8002}', target: 8002 },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as Compose reads it
      { host_ip: '127.0.0.1', published: '${GECKO_PORTS_QDRANT:-6333}', target: 6333 },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as Compose reads it
      { host_ip: '127.0.0.1', published: '${GECKO_PORTS_OLLAMA:-11435}', target: 11435 },
    ]);
    expect(services.rag?.environment.GECKO_WEB_ORIGINS?.split(',').slice(0, 3)).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as Compose reads it
      'http://127.0.0.1:${GECKO_PORTS_WEB:-8081}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as Compose reads it
      'http://localhost:${GECKO_PORTS_WEB:-8081}',
      'http://127.0.0.1',
    ]);
  });

  it('names in .env.example what may be changed, with the values that stand in compose.yaml', () => {
    const input = exportInputOf();
    const example = textOf(input, '.env.example');
    for (const line of [
      'COMPOSE_PROJECT_NAME=gecko',
      'COMPOSE_PROFILES=cpu',
      'GECKO_PORTS_WEB=8081',
      'GECKO_MODEL=llama3',
      'GECKO_IMAGES_QDRANT=qdrant:1',
      'GECKO_IMAGES_OLLAMA_AMD=ollama:1-rocm',
      'GECKO_IMAGES_BASE=node:22',
    ])
      expect(example.split('\n')).toContain(line);
    const asked = [...textOf(input).matchAll(/\$\{(GECKO_\w+):-([^}]*)\}/g)];
    for (const [, name, value] of asked) expect(example).toContain(`\n${name}=${value}\n`);
  });

  it('keeps secrets to their owner and out of a repository', () => {
    const { files } = exportCompose(
      exportInputOf({ services: { rag: { env: { API_KEY: "it's $ecret" } } } }),
    );
    const secret = files.filter(({ mode }) => mode === 0o600).map(({ path }) => path);
    expect(secret).toEqual([
      'config/web/key',
      'config/qdrant/key',
      'config/rag/key',
      'config/qa/key',
      'config/rag.env',
    ]);
    const open = files.filter(({ mode }) => mode !== 0o600);
    for (const { content } of open) expect(String(content)).not.toMatch(/t0ken|ecret/);
    expect(files.find(({ path }) => path === '.gitignore')?.content).toBe(
      ['/.env', ...secret.map((path) => `/${path}`), ''].join('\n'),
    );
  });

  it("takes a user's variables from a file, over gecko's own of that name", () => {
    const input = exportInputOf({ services: { rag: { env: { OLLAMA_HOST: 'http://x$y' } } } });
    const rag = serviceOf(input, 'rag');
    expect(rag.env_file).toEqual(['./config/rag.env']);
    expect(rag.environment).not.toHaveProperty('OLLAMA_HOST');
    expect(textOf(input, 'config/rag.env')).toBe("OLLAMA_HOST='http://x$y'\n");
    expect(serviceOf(input, 'qa').environment.OLLAMA_HOST).toBe('http://ollama:11434');
  });

  it('takes over replicas, limits, restart and mounts', () => {
    const input = exportInputOf({
      services: {
        rag: {
          replicas: 3,
          restart: 'no',
          limits: { cpus: 0.5, memory: '1000MB' },
          reservations: { memory: '1GiB' },
          mounts: ['./data$1:/data:ro', 'cache:/cache'],
        },
      },
    });
    const rag = serviceOf(input, 'rag');
    expect(rag).toMatchObject({
      restart: 'no',
      deploy: {
        replicas: 3,
        resources: { reservations: { memory: '1g', cpus: '1' } },
      },
    });
    expect(rag.volumes).toEqual(
      expect.arrayContaining([
        {
          type: 'bind',
          source: '/srv/project/data$$1',
          target: '/data',
          read_only: true,
          bind: { create_host_path: false, selinux: 'z' },
        },
        { type: 'volume', source: 'cache', target: '/cache' },
      ]),
    );
    expect(treeOf(input).volumes).toMatchObject({ qdrant_storage: null, cache: { name: 'cache' } });
    expect(textOf(input)).toContain('restart: "no"');
    const { notes } = exportCompose(input);
    expect(notes.join('\n')).toContain('/srv/project/data$1 (rag)');
  });

  it('uses existing volumes and networks where the configuration names them', () => {
    const input = exportInputOf({
      network: 'corporate',
      volumes: { qdrant_storage: { name: 'old_qdrant' } },
    });
    const { networks, volumes, services } = treeOf(input);
    expect(networks).toEqual({ corporate: { name: 'corporate', external: true } });
    expect(volumes.old_qdrant).toEqual({ name: 'old_qdrant', external: true });
    expect(services.rag?.networks).toEqual({
      corporate: { aliases: ['rag', 'langchain-backend'] },
    });
    expect(exportCompose(input).notes.join('\n')).toMatch(/old_qdrant[\s\S]*corporate/);
  });

  it("builds a user's own backend from a copy, and ours beside it", () => {
    const own = { rag: [{ path: 'Dockerfile', content: 'FROM own\n', mode: 0o644 }] };
    const values = { services: { rag: { build: '/home/user/backend' } } };
    const images = {
      rag: { reference: 'gecko-rag:own', from: 'build', folder: '/home/user/backend', id: null },
      qa: imageOf('qa', null),
      corpus: imageOf('corpus', null),
      web: imageOf('web', null),
      qdrant: imageOf('qdrant', null),
      ollama: imageOf('ollama', null),
    } as const;
    const input = exportInputOf(values, { images }, { own });
    const { services } = treeOf(input);
    expect(services.rag).toMatchObject({
      image: 'gecko-rag:own',
      build: { context: './build/rag' },
    });
    expect(services.rag).not.toHaveProperty('healthcheck');
    expect(services.qa).toMatchObject({ build: { context: './image' } });
    expect(textOf(input, 'build/rag/Dockerfile')).toBe('FROM own\n');
  });

  it("serves a user's page from its copy among the files of the door", () => {
    const input = exportInputOf({ web: { root: '/home/user/page' } });
    expect(serviceOf(input, 'web').volumes).toContainEqual({
      type: 'bind',
      source: './config/web/page',
      target: '/srv/page',
      read_only: true,
      bind: { create_host_path: false, selinux: 'z' },
    });
  });

  it('has no Ollama, and no profiles, where answers are written elsewhere', () => {
    const input = exportInputOf({
      generator: { kind: 'openai', url: 'https://models.example/v1' },
    });
    const { services } = treeOf(input);
    expect(Object.keys(services)).toEqual(['config', 'weights', 'web', 'qdrant', 'rag', 'qa']);
    expect(services.web?.networks['gecko-internal']?.aliases).toContain('ollama');
    expect(textOf(input, '.env.example')).not.toContain('COMPOSE_PROFILES');
    expect(Object.keys(services.rag?.depends_on ?? {})).toEqual(['config', 'weights', 'qdrant']);
  });

  it('says what is missing without the weights, and has a place for them', () => {
    const { files, notes } = exportCompose(exportInputOf({}, {}, { weights: [] }));
    expect(notes.join('\n')).toContain('full text alone');
    expect(files.map(({ path }) => path).filter((path) => path.startsWith('weights/'))).toEqual([
      'weights/.gitkeep',
    ]);
  });
});
