import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';

/** What keeps it from being read. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EISDIR: 'is a folder',
};

/**
 * The text of a file with a secret, without blanks at its ends.
 * @param what it holds, such as "the passphrase"
 * @throws GeckoError BACKUP_KEY_FILE (exit 2) where it cannot be read or is empty
 */
export async function readKeyFile(path: string, what: string): Promise<string> {
  const text = await readFile(resolve(path), 'utf8').catch((cause: unknown) => {
    const why = reasons[errorCode(cause)] ?? reasonOf(cause);
    throw unusable(`${path}, which should hold ${what}, ${why}`, cause);
  });
  if (text.trim() === '') throw unusable(`${path} is empty, and should hold ${what}`);
  return text.trim();
}

function reasonOf(cause: unknown): string {
  return `cannot be read: ${cause instanceof Error ? cause.message : cause}`;
}

function unusable(message: string, cause?: unknown): GeckoError {
  return new GeckoError('BACKUP_KEY_FILE', message, {
    exitCode: exitCodes.usage,
    hint: 'Name the file that holds it.',
    cause,
  });
}
