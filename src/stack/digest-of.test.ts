import { expect, it } from 'vitest';
import { digestOf } from './digest-of.ts';

const digests = [
  'registry.example:5000/qdrant@sha256:a',
  'qdrant/qdrant@sha256:b',
  'nginx@sha256:c',
];

it.each([
  ['registry.example:5000/qdrant:v1', 'sha256:a'],
  ['registry.example:5000/qdrant', 'sha256:a'],
  ['qdrant/qdrant:v1', 'sha256:b'],
  ['docker.io/qdrant/qdrant:v1', 'sha256:b'],
  ['docker.io/library/nginx:1', 'sha256:c'],
  ['nginx@sha256:c', 'sha256:c'],
  ['my/qdrant:v1', null],
  ['qdrant:v1', null],
])('finds the digest that the registry of %s gave', (reference, digest) => {
  expect(digestOf({ digests }, reference)).toBe(digest);
});
