import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { errorCode } from '../error-code.ts';
import { pageTypes } from '../stack/door/page-types.ts';

export interface StaticFile {
  bytes: Buffer;
  type: string;
  /** Of its content, as the header ETag has it. */
  tag: string;
  /** False for index.html in the place of a route of the page. */
  isAsked: boolean;
}

/**
 * The file of a static build that a URL's path names; null where there is none. A path without
 * extension is one of the page's own routes and gives index.html, as such builds expect; so does any
 * other where a browser goes to it. Nothing outside the folder is read, by `..` or by a link, and nothing
 * hidden, such as `.env`.
 *
 * @param accept what the request would like to have
 */
export async function readStatic(
  root: string,
  pathname: string,
  accept: string,
): Promise<StaticFile | null> {
  const path = decoded(pathname);
  if (path === null || path.includes('\0') || path.split(/[/\\]/).some(isHidden)) return null;
  const file = await readInside(root, path);
  if (file) return { ...file, isAsked: true };
  if (extname(path) !== '' && !accept.includes('text/html')) return null;
  const index = await readInside(root, '/index.html');
  return index && { ...index, isAsked: false };
}

async function readInside(root: string, path: string): Promise<Omit<StaticFile, 'isAsked'> | null> {
  try {
    const file = await realpath(join(root, path));
    if (!file.startsWith(`${await realpath(root)}${sep}`) || !(await stat(file)).isFile())
      return null;
    const bytes = await readFile(file);
    const tag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
    return { bytes, type: typeOf(file), tag };
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ELOOP')
      return null;
    throw error;
  }
}

function typeOf(file: string): string {
  const type = pageTypes[extname(file).slice(1).toLowerCase()] ?? 'application/octet-stream';
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
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
