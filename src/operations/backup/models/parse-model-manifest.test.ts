import { describe, expect, it } from 'vitest';
import { parseModelManifest } from './parse-model-manifest.ts';

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
const layer = (sum: string, size = 3) => ({ digest: `sha256:${sum}`, size, mediaType: 'x' });

describe('the files that a manifest of Ollama names', () => {
  it('are its layers and its configuration, each once', () => {
    const text = JSON.stringify({ config: layer(a, 1), layers: [layer(b), layer(b)] });
    expect(parseModelManifest(text)).toEqual([
      { sha256: b, size: 3 },
      { sha256: a, size: 1 },
    ]);
  });

  it('may be none, of a model that runs elsewhere', () => {
    expect(parseModelManifest(JSON.stringify({ config: { digest: '' }, layers: null }))).toEqual(
      [],
    );
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['without layers', JSON.stringify({ config: layer(a) })],
    [
      'a digest that leads elsewhere',
      JSON.stringify({ config: layer(a), layers: [layer('../../etc/passwd')] }),
    ],
    ['another algorithm', JSON.stringify({ config: { digest: `md5:${a}`, size: 1 }, layers: [] })],
    ['a negative size', JSON.stringify({ config: layer(a, -1), layers: [] })],
  ])('are not known of %s', (_, text) => {
    expect(parseModelManifest(text)).toBeNull();
  });
});
