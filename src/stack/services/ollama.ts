import { checkedBy, type ServiceSpec } from '../service-spec.ts';

/** The hardware profiles lay the variant of the image and the devices over it. */
export const ollama: ServiceSpec = {
  name: 'ollama',
  summary: 'the language model',
  oldNames: ['ollama-cpu', 'ollama-gpu', 'ollama-gpu-amd'],
  image: { from: 'registry', reference: 'ollama/ollama:0.35.0' },
  networks: ['external', 'internal'],
  port: 11434,
  probePath: '/api/version',
  // Its volume is root's.
  user: null,
  command: null,
  env: { OLLAMA_HOST: '0.0.0.0:11434', OLLAMA_NO_CLOUD: '1', OLLAMA_ORIGINS: 'http://ollama' },
  volumes: [{ volume: 'ollama_storage', target: '/root/.ollama', readOnly: false }],
  tmpfs: [{ target: '/tmp', size: 2 ** 30 }],
  readOnlyRoot: true,
  limits: { memory: null, cpus: null },
  health: checkedBy('ollama', 'list'),
  after: ['web'],
  stopTimeout: 10,
};
