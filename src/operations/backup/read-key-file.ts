import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exitCodes, GeckoError } from '../../errors.ts';

/**
 * The text of a file with a secret, without blanks at its ends.
 * @param what it holds, such as "the passphrase"
 * @throws GeckoError BACKUP_KEY_FILE (exit 2) where it cannot be read or is empty
 */
export async function readKeyFile(path: string, what: string): Promise<string> {
  const text = await readFile(resolve(path), 'utf8').catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw unusable(`${path} cannot be read, which should hold ${what}: ${why}`, cause);
  });
  if (text.trim() === '') throw unusable(`${path} is empty, and should hold ${what}`);
  return text.trim();
}

function unusable(message: string, cause?: unknown): GeckoError {
  return new GeckoError('BACKUP_KEY_FILE', message, {
    exitCode: exitCodes.usage,
    hint: 'Name the file that holds it.',
    cause,
  });
}
