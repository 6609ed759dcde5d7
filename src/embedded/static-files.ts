import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { errorCode } from '../error-code.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

export interface StaticFile {
  bytes: Buffer;
  type: string;
}

/**
 * The file of a static build that a URL's path names; null where there is none. A path without
 * extension is one of the page's own routes and gives index.html, as such builds expect. Nothing
 * outside the folder is read, by `..` or by a link, and nothing hidden, such as `.env`.
 */
export async function readStatic(root: string, pathname: string): Promise<StaticFile | null> {
  const path = decoded(pathname);
  if (path === null || path.includes('\0') || path.split(/[/\\]/).some(isHidden)) return null;
  return (
    (await readInside(root, path)) ??
    (extname(path) === '' ? await readInside(root, '/index.html') : null)
  );
}

async function readInside(root: string, path: string): Promise<StaticFile | null> {
  try {
    const file = await realpath(join(root, path));
    if (!file.startsWith(`${await realpath(root)}${sep}`) || !(await stat(file)).isFile())
      return null;
    const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
    return { bytes: await readFile(file), type };
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ELOOP')
      return null;
    throw error;
  }
}

/** `..` too. */
function isHidden(name: string): boolean {
  return name.startsWith('.') && name !== '.well-known';
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // Not a name that any file has.
    return null;
  }
}
