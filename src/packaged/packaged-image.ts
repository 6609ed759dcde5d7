import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { EngineInfo } from '../engine/engine.ts';
import { tarEnd, tarEntry } from '../engine/execute/tar-entry.ts';
import { builtFile, programFolder } from '../program-files.ts';
import { type BackendImage, backendImage, type ImageFile } from '../stack/backend-image.ts';

/**
 * The image of gecko's own backends, made of what is installed.
 *
 * @param base image to stand on, instead of the usual one
 */
export function packagedImage(
  architecture: EngineInfo['architecture'],
  base?: string,
): BackendImage & { context(): Readable } {
  const manifest: ImageFile[] = JSON.parse(readFileSync(builtFile('image.json'), 'utf8'));
  const template = readFileSync(join(programFolder('templates'), 'backend', 'Dockerfile'), 'utf8');
  const image = backendImage(manifest, template, architecture, base);
  return { ...image, context: () => Readable.from(contextOf(image), { objectMode: false }) };
}

/** The context as tar, one file in memory at a time. */
async function* contextOf({ dockerfile, files }: BackendImage): AsyncGenerator<Buffer> {
  yield fileEntry('Dockerfile', Buffer.from(dockerfile));
  // What is built lies in a package of ES modules.
  yield fileEntry('app/package.json', Buffer.from('{ "type": "module" }\n'));
  for (const { path, source } of files) yield fileEntry(`app/${path}`, await contentOf(source));
  yield tarEnd;
}

async function contentOf(source: string): Promise<Buffer<ArrayBuffer>> {
  const bytes = await readFile(builtFile(source));
  return source.endsWith('.br') ? Buffer.from(await promisify(brotliDecompress)(bytes)) : bytes;
}

function fileEntry(path: string, content: Buffer<ArrayBuffer>): Buffer {
  return tarEntry({ path, type: 'File', mode: 0o644, uid: 0, gid: 0 }, content);
}
