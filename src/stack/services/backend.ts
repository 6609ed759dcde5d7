import { type BackendName, CONFIG_FOLDER, checkedBy, type ServiceSpec } from '../service-spec.ts';

/** What the backends have in common: one image, two programs. */
export function backend({
  program,
  ...own
}: Pick<ServiceSpec, 'summary' | 'oldNames' | 'port'> & {
  name: BackendName;
  program: 'rag' | 'qa';
}): ServiceSpec {
  return {
    ...own,
    image: { from: 'build' },
    networks: ['internal'],
    probePath: '/health',
    user: '1000:1000',
    command: [`/app/${program}.js`],
    env: {
      OLLAMA_HOST: 'http://ollama:11434',
      QDRANT_HOST: 'http://qdrant:6333',
      GECKO_TOKEN_FILE: `${CONFIG_FOLDER}/token`,
      GECKO_QDRANT_KEY_FILE: `${CONFIG_FOLDER}/qdrant-key`,
      GECKO_WEIGHTS_FOLDER: '/models',
    },
    volumes: [{ volume: 'models', target: '/models', readOnly: true }],
    tmpfs: [{ target: '/tmp', size: 256 * 2 ** 20 }],
    readOnlyRoot: true,
    limits: { memory: 4 * 2 ** 30, cpus: 2 },
    health: checkedBy(
      'node',
      '-e',
      `fetch("http://127.0.0.1:${own.port}/health").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
    ),
    after: ['web', 'qdrant', 'ollama'],
    stopTimeout: 15,
  };
}
