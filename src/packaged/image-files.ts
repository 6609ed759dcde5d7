import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { CarriedFile } from '../export/export-file.ts';
import { builtFile } from '../program-files.ts';
import type { BackendImage } from '../stack/backend-image.ts';

/** Everything that an image of gecko's backends is built from; read one by one. */
export function imageFiles({ dockerfile, files }: BackendImage): CarriedFile[] {
  const mode = 0o644;
  return [
    { path: 'Dockerfile', content: dockerfile, mode },
    // What is built lies in a package of ES modules.
    { path: 'app/package.json', content: '{ "type": "module" }\n', mode },
    ...files.map(({ path, source }) => ({
      path: `app/${path}`,
      content: { read: () => contentOf(source) },
      mode,
    })),
  ];
}

async function contentOf(source: string): Promise<Buffer<ArrayBuffer>> {
  const bytes = await readFile(builtFile(source));
  return source.endsWith('.br') ? Buffer.from(await promisify(brotliDecompress)(bytes)) : bytes;
}
