import { describe, expect, it } from 'vitest';
import { backendImage, type ImageFile } from './backend-image.ts';

const manifest: ImageFile[] = [
  { path: 'rag.js', source: 'rag.js', sha256: 'a1' },
  { path: 'runtime/x64/lib', source: 'runtime/x64/lib', sha256: 'b1', architecture: 'amd64' },
  {
    path: 'runtime/arm64/lib',
    source: 'runtime/arm64/lib.br',
    sha256: 'c1',
    architecture: 'arm64',
  },
];
const template = 'ARG BASE={{base}}\n';
const image = (
  files = manifest,
  architecture: 'amd64' | 'arm64' | 'other' = 'amd64',
  base?: string,
) => backendImage(files, template, architecture, base);

describe('backendImage', () => {
  it("holds the engine's architecture alone", () => {
    const paths = (architecture: 'amd64' | 'arm64' | 'other') =>
      image(manifest, architecture).files.map(({ path }) => path);
    expect(paths('amd64')).toEqual(['rag.js', 'runtime/x64/lib']);
    expect(paths('arm64')).toEqual(['rag.js', 'runtime/arm64/lib']);
    expect(paths('other')).toEqual(['rag.js']);
  });

  it('stands on the base image that is named', () => {
    expect(image(manifest, 'amd64', 'node:own').dockerfile).toBe('ARG BASE=node:own\n');
  });

  it('has a reference of what it is made of, in any order', () => {
    const { reference } = image();
    expect(reference).toMatch(/^gecko-backend:[0-9a-f]{12}$/);
    expect(image(manifest.toReversed()).reference).toBe(reference);
    const [program, x64, arm64] = manifest as [ImageFile, ImageFile, ImageFile];
    expect(image([program, x64, { ...arm64, sha256: 'other' }]).reference).toBe(reference);
    expect(image([{ ...program, sha256: 'other' }, x64]).reference).not.toBe(reference);
    expect(image([{ ...program, path: 'other' }, x64]).reference).not.toBe(reference);
    expect(image(manifest, 'arm64').reference).not.toBe(reference);
    expect(image(manifest, 'amd64', 'node:own').reference).not.toBe(reference);
  });
});
