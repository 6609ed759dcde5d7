import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgeKeys } from '../age/age-keys.ts';
import { newIdentity } from '../age/new-identity.ts';
import { seal } from '../age/seal.ts';
import { archiveBytes } from './archive-bytes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-bytes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Whether this process has the file open, as Linux tells it. */
function isOpen(path: string): boolean {
  return readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      // That of the listing is closed again.
      return false;
    }
  });
}

describe.runIf(process.platform === 'linux')('a file that is read', () => {
  const keys = async (): Promise<[AgeKeys, string]> => {
    const { identity, recipient } = await newIdentity();
    return [{ identities: [identity], passphrases: [] }, recipient];
  };

  it.each([
    ['none of the keys opens it', false, 1],
    ['it was cut off', true, 0.9],
    ['it is whole', true, 1],
  ])('is let go where %s', async (_, isKey, part) => {
    const path = join(folder, 'sealed');
    const [[right, recipient], [wrong]] = await Promise.all([keys(), keys()]);
    async function* content() {
      yield randomBytes(3 * 1024 * 1024);
    }
    const sealed = await buffer(seal(content(), { recipients: [recipient] }));
    writeFileSync(path, sealed.subarray(0, sealed.length * part));
    await buffer(archiveBytes(path, () => {}, isKey ? right : wrong)).catch(() => {});
    await vi.waitFor(() => expect(isOpen(path)).toBe(false));
  });

  it('is let go where nobody reads on', async () => {
    const path = join(folder, 'plain');
    writeFileSync(path, randomBytes(3 * 1024 * 1024));
    for await (const _ of archiveBytes(path, () => {})) break;
    await vi.waitFor(() => expect(isOpen(path)).toBe(false));
  });
});
