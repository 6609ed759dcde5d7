import { CONFIG_FOLDER, checkedBy, type ServiceSpec } from '../service-spec.ts';

/** nginx, the one door to everything that is published; 1.27.3 or newer. */
export const web: ServiceSpec = {
  name: 'web',
  summary: 'the page, and the door to all the others',
  oldNames: ['flutter-frontend'],
  image: { from: 'registry', reference: 'nginxinc/nginx-unprivileged:1.29.1-alpine3.22' },
  networks: ['external', 'internal'],
  port: 8081,
  probePath: '/-/health',
  user: '1000:1000',
  command: ['sh', `${CONFIG_FOLDER}/start.sh`],
  // Requests under way are finished.
  stopSignal: 'SIGQUIT',
  env: {},
  volumes: [],
  tmpfs: [{ target: '/tmp', size: 64 * 2 ** 20 }],
  readOnlyRoot: true,
  limits: { memory: 256 * 2 ** 20, cpus: null },
  health: checkedBy('wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8081/-/health'),
  after: [],
  stopTimeout: 10,
};
