import { amount } from '../../amount.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { backupFacts } from './backup-facts.ts';
import { checkedBackup } from './checked-backup.ts';
import { openRepository } from './open-repository.ts';
import type { RepositoryAccess } from './repository-access.ts';

const NOT_PROVEN =
  'Its origin is not proven: whoever can write to the folder can replace it as a whole.';

/**
 * Reads a backup to its last byte and compares it with its manifest.
 * @param asked `latest`, an id, or how one begins
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_NEWER (22), BACKUP_DAMAGED and BACKUP_UNSIGNED
 *   (25), BACKUP_OTHER_KEY (12), and what openRepository throws
 */
export async function backupVerify(
  input: { asked: string; to?: string | undefined } & RepositoryAccess,
  runtime: Runtime,
): Promise<Report> {
  const place = await openRepository(input.to, runtime, input);
  const { manifest } = await checkedBackup(input.asked, place, runtime);
  const facts = backupFacts(manifest);
  const proof = place.signers.find(({ provesOrigin }) => provesOrigin);
  return {
    json: {
      repository: place.name,
      backup: facts,
      intact: true,
      originProven: proof !== undefined,
    },
    text: () =>
      `Backup ${facts.id} of ${facts.createdAt} is intact: ${manifest.files.length} files, ${amount(facts.size)}. ${proof ? `Its origin is proven by ${proof.name}.` : NOT_PROVEN}`,
  };
}
