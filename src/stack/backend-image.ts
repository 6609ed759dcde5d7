import { createHash } from 'node:crypto';
import type { EngineInfo } from '../engine/engine.ts';
import { fill } from './door/fill.ts';

/** A file of the image, as the build lists it in dist/image.json. */
export interface ImageFile {
  /** Below /app. */
  path: string;
  /** Below dist/; with `.br` at its end, compressed. */
  source: string;
  sha256: string;
  /** Absent: for any. */
  architecture?: 'amd64' | 'arm64';
}

/** The image of our backends for one engine. */
export interface BackendImage {
  /** Changes with everything that the image is made of, and with nothing else. */
  reference: string;
  dockerfile: string;
  files: readonly ImageFile[];
  /** The image that it stands on. */
  base: string;
}

/** What the backends run on; `bookworm`, because ONNX Runtime needs glibc. */
export const baseImage = 'node:22-bookworm-slim';

/**
 * @param template templates/backend/Dockerfile
 * @param architecture null: for any, with the files of all
 */
export function backendImage(
  manifest: readonly ImageFile[],
  template: string,
  architecture: EngineInfo['architecture'] | null,
  base = baseImage,
): BackendImage {
  const files = manifest.filter(
    (file) => architecture === null || [undefined, architecture].includes(file.architecture),
  );
  const dockerfile = fill(template, { base });
  const parts = [dockerfile, ...files.map(({ path, sha256 }) => `${path} ${sha256}`).sort()];
  const hash = createHash('sha256').update(parts.join('\n')).digest('hex');
  return { reference: `gecko-backend:${hash.slice(0, 12)}`, dockerfile, files, base };
}
