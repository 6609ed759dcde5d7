import { amount } from '../../amount.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { backupFacts } from './backup-facts.ts';
import { checkedBackup } from './checked-backup.ts';
import { openRepository } from './open-repository.ts';

/**
 * Reads a backup to its last byte and compares it with its manifest.
 * @param asked `latest`, an id, how one begins, or a file that gecko backup export wrote
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_NEWER (22), BACKUP_DAMAGED (25)
 */
export async function backupVerify(
  { asked, to }: { asked: string; to?: string | undefined },
  runtime: Runtime,
): Promise<Report> {
  const place = openRepository(to, runtime);
  const { manifest, name } = await checkedBackup(asked, place, runtime);
  const facts = backupFacts(manifest);
  return {
    json: { repository: name, backup: facts, intact: true, originProven: false },
    text: () =>
      `Backup ${facts.id} of ${facts.createdAt} is intact: ${manifest.files.length} files, ${amount(facts.size)}. Its origin is not proven: whoever can write to ${name} can replace it as a whole.`,
  };
}
