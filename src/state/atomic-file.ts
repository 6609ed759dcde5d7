import { randomBytes } from 'node:crypto';
import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { errorCode } from '../error-code.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { makeFolder } from './make-folder.ts';

/** Only the user may read what lies here: tokens, questions in a log. */
const fileMode = 0o600;

/**
 * Writes a private file whole or not at all, and flushes it.
 * @throws GeckoError HOME_UNWRITABLE
 */
export async function writeAtomic(path: string, text: string): Promise<void> {
  ensureFolder(dirname(path));
  try {
    await writeFileAtomic(path, text, { mode: fileMode });
  } catch (error) {
    throw unwritable(path, error);
  }
}

/**
 * Writes a private file where there is none. Of two who try at once, one wins.
 * @returns false where there is one already
 * @throws GeckoError HOME_UNWRITABLE
 */
export function createExclusive(path: string, text: string): boolean {
  ensureFolder(dirname(path));
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, text, { mode: fileMode, flag: 'wx', flush: true });
    publish(draft, path, text);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw unwritable(path, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** By a link: nobody sees the file before all of it is there. Some file systems have none. */
function publish(draft: string, path: string, text: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error))) throw error;
    writeFileSync(path, text, { mode: fileMode, flag: 'wx', flush: true });
  }
}

/**
 * Makes a private folder where there is none.
 * @throws GeckoError HOME_UNWRITABLE
 */
export function ensureFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** What keeps gecko from its own folders, said plainly; other errors as they are. */
function unwritable(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code)) return error;
  return new GeckoError('HOME_UNWRITABLE', `gecko may not write to ${path} (${code})`, {
    exitCode: exitCodes.failure,
    hint: 'Set GECKO_HOME to a folder that you may write, or mend the permissions of this one.',
    cause: error,
  });
}
