import { resolve } from 'node:path';
import { amount } from '../../amount.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { backupFacts } from './backup-facts.ts';
import { checkedBackup } from './checked-backup.ts';
import { recordedVerify } from './recorded-verify.ts';
import type { RepositoryAccess } from './repository-access.ts';
import { repositoryOf } from './repository-of.ts';
import { provenLines } from './restore-test/proven-lines.ts';
import { restoreTest } from './restore-test/restore-test.ts';
import { whileReading } from './while-reading.ts';

const NOT_PROVEN =
  'Its origin is not proven: whoever can write to where it lies can replace it as a whole.';

export interface VerifyInput extends RepositoryAccess {
  /** `latest`, an id, how one begins, or a file that gecko backup export wrote. */
  asked: string;
  to?: string | undefined;
  /** Restores it to a scratch place, too, and asks for what is known to be in it. */
  restoreTest?: boolean;
}

/**
 * Reads a backup to its last byte and compares it with its manifest; what came of it is kept for doctor.
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_NEWER (22), BACKUP_DAMAGED and
 *   BACKUP_UNSIGNED (25), BACKUP_OTHER_KEY (12), what openRepository and whileReading throw, and with
 *   `restoreTest` what that throws
 */
export async function backupVerify(input: VerifyInput, runtime: Runtime): Promise<Report> {
  const place = await repositoryOf(input, runtime);
  const where = place?.name ?? resolve(input.asked);
  const verified = async (found: (id: string) => void): Promise<Report> => {
    const source = await checkedBackup(input.asked, place, runtime, input);
    const { manifest } = source;
    found(manifest.id);
    const facts = backupFacts(manifest);
    const { id, createdAt, size } = facts;
    const intact = `Backup ${id} of ${createdAt} is intact: ${manifest.files.length} files, ${amount(size)}. ${source.provenBy === null ? NOT_PROVEN : `Its origin is proven by ${source.provenBy}.`}`;
    const json = {
      repository: source.name,
      backup: facts,
      intact: true,
      originProven: source.provenBy !== null,
    };
    if (input.restoreTest !== true) return { json, text: () => intact };
    const proven = await restoreTest(source, runtime);
    return {
      json: { ...json, restoreTest: { collections: proven } },
      text: (style) => [intact, ...provenLines(proven, style)].join('\n'),
    };
  };
  return recordedVerify({ ...input, place: where }, runtime, (found) =>
    whileReading(place, 'gecko backup verify', runtime, () => verified(found)),
  );
}
