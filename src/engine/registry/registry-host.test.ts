import { expect, it } from 'vitest';
import { hostOfKey, registryHost } from './registry-host.ts';

it.each([
  ['nginx', 'docker.io'],
  ['qdrant/qdrant:v1.18.3', 'docker.io'],
  ['index.docker.io/library/nginx', 'docker.io'],
  ['ghcr.io/a/b@sha256:1', 'ghcr.io'],
  ['localhost/a:1', 'localhost'],
  ['127.0.0.1:5000/a/b:1', '127.0.0.1:5000'],
])('%s means the registry %s', (reference, host) => {
  expect(registryHost(reference)).toBe(host);
});

it.each([
  ['https://index.docker.io/v1/', 'docker.io'],
  ['http://registry.example:5000', 'registry.example:5000'],
  ['registry.example/v2/', 'registry.example'],
])('the key %s is for %s', (key, host) => {
  expect(hostOfKey(key)).toBe(host);
});
