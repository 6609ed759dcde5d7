import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { storeBackup } from '../../test/fakes/store-backup.ts';
import { folderPlace } from '../archive/repository/folder-place.ts';
import { createKeyFile } from '../archive/repository/repository-key-file.ts';
import { openRepository } from '../operations/backup/open-repository.ts';
import { parseCommandLine } from '../program.ts';
import { commands } from './list.ts';

const passphrase = 'correct horse battery staple';

describe('gecko restore from an encrypted repository', () => {
  let home: string;
  let to: string;
  let runtime: FakeRuntime;
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'gecko-restore-'));
    to = join(home, 'r');
    runtime = await fakeRuntime(home, new FakeRag());
    Object.assign(runtime.ui, { interactive: false });
    writeFileSync(join(home, 'phrase'), passphrase);
    await createKeyFile(folderPlace(to), { passphrase, workFactor: 8 });
    const key = { passphraseFile: join(home, 'phrase') };
    await storeBackup(await openRepository(to, runtime, key, 'write'), { a: 'one' });
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const restore = async (...words: readonly string[]) => {
    const call = await parseCommandLine(['restore', ...words, '--to', to], commands);
    if (call.kind !== 'run') throw new Error('It does not run');
    return call.spec.run?.(call.invocation, runtime);
  };

  it.each([
    ['qdrant', 'latest'],
    ['ollama', 'latest'],
    ['all', 'latest'],
    ['volume', 'pgdata', 'latest'],
  ])('opens it by the key that it asks for: %s', async (...words) => {
    await expect(restore(...words)).rejects.toMatchObject({
      code: 'BACKUP_SEALED',
      hint: expect.stringContaining('--passphrase-file'),
    });
    // The backup holds nothing that could be restored: that is known once it is open.
    const key = ['--passphrase-file', join(home, 'phrase')];
    await expect(restore(...words, ...key)).rejects.toMatchObject({ code: 'BACKUP_MISSING' });
  });
});
