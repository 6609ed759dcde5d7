import { randomBytes } from 'node:crypto';
import { keyId } from '../stack/key-id.ts';
import { createExclusive, writeAtomic } from './atomic-file.ts';
import { readIfThere } from './read-if-there.ts';
import { unreadableState } from './stored-json.ts';

/**
 * The project's token; null where there is none yet.
 * @throws GeckoError STATE_UNREADABLE
 */
export function readToken(path: string): string | null {
  const text = readIfThere(path);
  if (text === null) return null;
  const token = text.trim();
  // An empty token would let everybody in.
  if (!/^[A-Za-z0-9_-]{32,}$/.test(token)) throw unreadableState(path, 'it holds no token');
  return token;
}

/** The project's token, made now where there is none; 0600. */
export function ensureToken(path: string): string {
  const found = readToken(path);
  if (found !== null) return found;
  const token = newToken();
  return createExclusive(path, `${token}\n`) ? token : (readToken(path) ?? token);
}

/**
 * Keeps a token that was made elsewhere, instead of any that is here.
 * @param old the one that it replaces here, for good
 * @throws GeckoError STATE_UNREADABLE where it is none
 */
export async function adoptToken(
  path: string,
  token: string,
  old: string | null = null,
): Promise<void> {
  await replace(path, old, token);
  readToken(path);
}

/** Replaces the token; the old one is void once the services have read the new one. */
export async function rotateToken(path: string): Promise<string> {
  const token = newToken();
  await replace(path, readToken(path), token);
  return token;
}

/**
 * Which ones were replaced stays noted beside the token, for good: none of them may come back from containers
 * that still have it.
 */
async function replace(path: string, old: string | null, token: string): Promise<void> {
  if (old !== null)
    await writeAtomic(replacedPath(path), [...replacedKeyIds(path), keyId(old)].join('\n'));
  await writeAtomic(path, `${token}\n`);
}

/** Key ids of the tokens that were replaced here, the last one at the end. */
export function replacedKeyIds(path: string): string[] {
  return (readIfThere(replacedPath(path)) ?? '').split('\n').filter((id) => id !== '');
}

function replacedPath(path: string): string {
  return `${path}.replaced`;
}

/** 256 random bits. */
function newToken(): string {
  return randomBytes(32).toString('base64url');
}
