import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderPlace } from './folder-place.ts';
import { createKeyFile, openKeyFile, readKeyFiles } from './repository-key-file.ts';

describe('the key of a repository, where a kill left one file of it', () => {
  const passphrase = 'correct horse battery staple';
  const keys = { identities: [], passphrases: [passphrase] };
  const write = async () => {
    throw new Error('read-only');
  };
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gecko-key-'));
    const killed = createKeyFile({ ...folderPlace(folder), write }, { passphrase, workFactor: 8 });
    await expect(killed).rejects.toThrow('read-only');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is there twice once it was opened', async () => {
    const place = folderPlace(folder);
    const files = await readKeyFiles(place);
    expect(files).toHaveLength(1);
    await openKeyFile(place, files, keys);
    expect(await readKeyFiles(place)).toEqual([files[0], files[0]]);
  });

  it('is read where nothing can be written', async () => {
    const place = { ...folderPlace(folder), write };
    const files = await readKeyFiles(place);
    expect(await openKeyFile(place, files, keys)).toMatchObject({ kind: 'gecko-backup-key' });
    expect(await readKeyFiles(place)).toEqual(files);
  });
});
