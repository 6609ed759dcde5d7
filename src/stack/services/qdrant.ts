import { CONFIG_FOLDER, checkedBy, type ServiceSpec } from '../service-spec.ts';

export const qdrant: ServiceSpec = {
  name: 'qdrant',
  summary: 'vectors and documents',
  oldNames: [],
  image: { from: 'registry', reference: 'qdrant/qdrant:v1.18.3-unprivileged' },
  networks: ['internal'],
  port: 6333,
  probePath: '/readyz',
  user: '1000:1000',
  command: ['./entrypoint.sh', '--config-path', `${CONFIG_FOLDER}/qdrant.yaml`],
  env: {},
  volumes: [{ volume: 'qdrant_storage', target: '/qdrant/storage', readOnly: false }],
  tmpfs: [],
  // It notes beside its program how it was started, and keeps snapshots under way there.
  readOnlyRoot: false,
  limits: { memory: null, cpus: null },
  // The image has no HTTP client.
  health: checkedBy('bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/6333'),
  after: ['web'],
  stopTimeout: 30,
};
