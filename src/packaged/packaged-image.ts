import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { EngineInfo } from '../engine/engine.ts';
import { tarEnd, tarEntry } from '../engine/execute/tar-entry.ts';
import { bytesOf } from '../export/bytes-of.ts';
import type { CarriedFile } from '../export/export-file.ts';
import { builtFile, programFolder } from '../program-files.ts';
import { type BackendImage, backendImage, type ImageFile } from '../stack/backend-image.ts';
import { imageFiles } from './image-files.ts';

/**
 * The image of gecko's own backends, made of what is installed.
 *
 * @param architecture null: for any, with the files of all
 * @param base image to stand on, instead of the usual one
 */
export function packagedImage(
  architecture: EngineInfo['architecture'] | null,
  base?: string,
): BackendImage & { contextFiles: readonly CarriedFile[]; context(): Readable } {
  const manifest: ImageFile[] = JSON.parse(readFileSync(builtFile('image.json'), 'utf8'));
  const template = readFileSync(join(programFolder('templates'), 'backend', 'Dockerfile'), 'utf8');
  const image = backendImage(manifest, template, architecture, base);
  const contextFiles = imageFiles(image);
  const context = () => Readable.from(tarOf(contextFiles), { objectMode: false });
  return { ...image, contextFiles, context };
}

/** The context as tar, one file in memory at a time. */
async function* tarOf(files: readonly CarriedFile[]): AsyncGenerator<Buffer> {
  for (const { path, content, mode } of files)
    yield tarEntry({ path, type: 'File', mode, uid: 0, gid: 0 }, await bytesOf(content));
  yield tarEnd;
}
