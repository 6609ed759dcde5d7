import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { newIdentity } from '../../archive/age/new-identity.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { createExclusive } from '../../state/atomic-file.ts';
import type { Report } from '../../ui/ui.ts';

/**
 * Makes a new key in a file of its own, 0600: one that signs backups, or one of age that opens them.
 * @throws GeckoError KEY_EXISTS (exit 22), HOME_UNWRITABLE (1)
 */
export async function backupKey({ file, age }: { file: string; age: boolean }): Promise<Report> {
  const path = resolve(file);
  const identity = age ? await newIdentity() : null;
  const text = identity
    ? `# public key: ${identity.recipient}\n${identity.identity}\n`
    : `${randomBytes(32).toString('base64url')}\n`;
  if (!createExclusive(path, text))
    throw new GeckoError('KEY_EXISTS', `${path} is there already`, {
      exitCode: exitCodes.conflict,
      hint: 'A key is never replaced: backups may depend on it. Name another file.',
    });
  const recipient = identity?.recipient ?? null;
  return {
    json: { file: path, kind: age ? 'age' : 'sign', recipient },
    text: () =>
      identity
        ? `Wrote ${path}, which opens backups that are encrypted to its recipient. Keep a copy elsewhere: without it nobody can read them.\n${identity.recipient}`
        : `Wrote ${path}, which signs backups (--sign-key ${file}). Keep a copy where the backups are not: whoever has it can make backups that pass as yours.`,
  };
}
