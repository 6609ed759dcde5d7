import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { storeBackup } from '../../../test/fakes/store-backup.ts';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import { backupExport } from './backup-export.ts';
import { backupVerify } from './backup-verify.ts';
import { restore } from './restore.ts';

describe('the latest backup, where the manifest of a newer one is damaged', () => {
  let home: string;
  let runtime: FakeRuntime;
  let good: string;
  let bad: string;
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'gecko-latest-'));
    runtime = await fakeRuntime(home, new FakeRag());
    const place = folderPlace(join(home, 'r'));
    good = (await storeBackup(place, { a: '1' })).manifest.id;
    bad = (await storeBackup(place, { a: '2' })).manifest.id;
    const manifests = join(home, 'r', 'manifests');
    const [name = ''] = readdirSync(manifests).filter((one) => one.includes(bad));
    writeFileSync(join(manifests, name), 'cut off');
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const latest = () => ({ asked: 'latest', to: join(home, 'r') });
  const warnings = () =>
    runtime.ui.events.flatMap((event) => (event.type === 'warning' ? [event.text] : []));
  const warned = () => [
    expect.stringMatching(new RegExp(`${bad} is damaged: .* one before, ${good} of`)),
  ];

  it('does not verify', async () => {
    await expect(backupVerify(latest(), runtime)).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
      exitCode: 25,
      message: expect.stringContaining(bad),
    });
  });

  it('is the one before to a restore, with a warning', async () => {
    const what = { what: 'all', dryRun: true, otherFingerprint: false, models: [] } as const;
    // It holds nothing that could be restored.
    await expect(restore({ ...latest(), ...what }, runtime)).rejects.toMatchObject({
      code: 'BACKUP_MISSING',
      details: { id: good },
    });
    expect(warnings()).toEqual(warned());
  });

  it('is the one before to an export, with a warning', async () => {
    const { json } = await backupExport({ ...latest(), file: join(home, 'x.tar.zst') }, runtime);
    expect(json).toMatchObject({ backup: { id: good } });
    expect(warnings()).toEqual(warned());
  });
});
