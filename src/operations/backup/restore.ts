import type { Manifest } from '../../archive/repository/manifest.ts';
import type { RestoredCollection } from '../../embedded/services.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { runtimeOf } from '../choose-runtime.ts';
import { counted } from '../counted.ts';
import { backupFacts } from './backup-facts.ts';
import { checkFit } from './check-fit.ts';
import { checkedBackup } from './checked-backup.ts';
import { openRepository } from './open-repository.ts';
import { type RestoreChanges, restoreChanges } from './restore-changes.ts';
import { restoreEmbedded } from './restore-embedded.ts';
import { restoreQdrant } from './restore-qdrant.ts';

export interface RestoreInput {
  /** `latest`, an id, or how one begins. */
  asked: string;
  to?: string | undefined;
  dryRun: boolean;
  /** An index of another model or other settings is restored all the same. */
  otherFingerprint: boolean;
}

/**
 * Brings the corpus back to what a backup holds, all of it or nothing: the backup is verified first, then
 * restored beside what is there, and the names switch to it at once. What was there stays for a rollback.
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_UNFIT (21), BACKUP_NEWER (22), BACKUP_DAMAGED (25),
 *   LOCKED (11), CONFIRMATION_NEEDED (5), and what the store throws
 */
export async function restore(input: RestoreInput, runtime: Runtime): Promise<Report> {
  const { ui } = runtime;
  const place = openRepository(input.to, runtime);
  const kind = await runtimeOf(runtime);
  const manifest = await checkedBackup(input.asked, place, runtime);
  const targetOf = kind === 'docker' ? restoreQdrant : restoreEmbedded;
  const { now, carryOut } = await targetOf({ place, runtime });
  checkFit(manifest, now, input.otherFingerprint);
  const changes = restoreChanges(manifest, now);
  const json = { repository: place.name, backup: backupFacts(manifest), ...changes };
  const plan = planText(manifest, changes);
  if (input.dryRun) return { json: { ...json, restored: false }, text: () => plan };
  if (!(await ui.confirm(`${plan}\nRestore it?`, '--yes')))
    return { json: { ...json, restored: false }, text: () => 'Nothing was changed.' };
  const restored = await carryOut(manifest);
  return {
    json: { ...json, restored: true, collections: restored },
    text: () => [...restored.map(restoredText), ...leftText(changes)].join('\n'),
  };
}

function planText({ id, createdAt }: Manifest, changes: RestoreChanges): string {
  const lines = changes.changes.map(({ collection, now, saved }) =>
    now === null
      ? `  ${collection}: ${counted(saved, 'document')}; it is not there now`
      : `  ${collection}: ${counted(saved, 'document')} in place of ${now}`,
  );
  const head = `Backup ${id} of ${createdAt}, verified:`;
  return [head, ...lines, ...leftText(changes).map((line) => `  ${line}`)].join('\n');
}

function leftText({ staying, foreign }: RestoreChanges): string[] {
  return [
    ...staying.map((name) => `${name} is not in the backup, and stays as it is`),
    ...foreign.map((name) => `${name} was made by another program, and is not restored`),
  ];
}

function restoredText({ collection, generation, documents, chunks }: RestoredCollection): string {
  return `Restored ${collection}: ${counted(documents, 'document')}, ${counted(chunks, 'chunk')}, as generation ${generation}. \`gecko corpus rollback\` goes back to what was there.`;
}
