import { describe, expect, it } from 'vitest';
import { judgeImage } from './judge-image.ts';

const image = (tags: string[], version = '', service = 'ollama') => ({
  ...{ service, tags, version },
  id: 'sha256:0123456789abcdef',
  digests: tags.map((tag) => `${tag.replace(/:[^:/]*$/, '')}@sha256:aa`),
});
const words = (found: ReturnType<typeof judgeImage>) =>
  found.map(({ severity, code }) => `${severity} ${code}`);

describe('judgeImage', () => {
  it.each([
    ['ollama/ollama:0.35.0', '', []],
    ['ollama/ollama:0.34.9-rocm', '', ['problem IMAGE_VULNERABLE']],
    ['mirror.example:5000/ollama/ollama:0.9.0', '', ['problem IMAGE_VULNERABLE']],
    ['ollama/ollama:latest', '0.33.3', ['problem IMAGE_VULNERABLE']],
    ['ollama/ollama:latest', 'jammy', []],
    ['gecko-test/ollama:1', '', []],
    ['qdrant/qdrant:v1.8.4', '', ['problem IMAGE_VULNERABLE']],
    ['qdrant/qdrant:v1.18.3-unprivileged', '', []],
  ])('knows %s (%s): %j', (tag, version, expected) => {
    expect(words(judgeImage(image([tag], version), undefined))).toEqual(expected);
  });

  it('knows one that has lost its tag by its digest and what it says of itself', () => {
    const nameless = { ...image(['ollama/ollama:x'], '0.30.1'), tags: [] };
    expect(words(judgeImage(nameless, undefined))).toEqual(['problem IMAGE_VULNERABLE']);
  });

  const reference = 'qdrant/qdrant:v1.18.3';
  it.each([
    ['the same id', { id: 'sha256:0123456789abcdef' }, []],
    ['the same digest', { digest: 'qdrant/qdrant@sha256:aa' }, []],
    ['another digest', { digest: 'qdrant/qdrant@sha256:bb' }, ['warning IMAGE_DRIFT']],
    ['another id, made on each machine', {}, ['note IMAGE_DRIFT']],
    ['another name', { reference: 'qdrant/qdrant:v1.17.0' }, ['warning IMAGE_DRIFT']],
  ])('compares with gecko.lock.json: %s', (_, recorded, expected) => {
    const lock = { reference, digest: null, id: 'sha256:ffff456789abcdef', ...recorded };
    expect(words(judgeImage(image([reference], '', 'qdrant'), lock))).toEqual(expected);
  });
});
