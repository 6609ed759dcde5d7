import type { SavedStore } from '../../archive/repository/manifest.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { RestoredCollection } from '../../embedded/services.ts';
import type { Runtime } from '../../runtime.ts';
import { runtimeOf } from '../choose-runtime.ts';
import { counted } from '../counted.ts';
import { checkFit } from './check-fit.ts';
import { type RestoreChanges, restoreChanges } from './restore-changes.ts';
import { restoreEmbedded } from './restore-embedded.ts';
import type { RestorePart } from './restore-part.ts';
import { restoreQdrant } from './restore-qdrant.ts';

/**
 * The corpus of a backup, to be restored into the store that runs, beside what is there: the names switch
 * to it at once, and what was there stays for a rollback.
 * @param otherFingerprint an index of another model or other settings is taken all the same
 * @throws GeckoError BACKUP_UNFIT (exit 21), and what the store throws
 */
export async function restoreCorpus(
  source: BackupSource,
  store: SavedStore,
  { otherFingerprint, dryRun }: { otherFingerprint: boolean; dryRun: boolean },
  runtime: Runtime,
): Promise<RestorePart> {
  const targetOf = (await runtimeOf(runtime)) === 'docker' ? restoreQdrant : restoreEmbedded;
  const target = await targetOf({ source, dryRun, runtime });
  checkFit({ id: source.manifest.id, store }, target.now, otherFingerprint);
  const changes = restoreChanges(store, target.now);
  const { damage } = target;
  return {
    plan: [
      ...planLines(changes, damage !== null),
      ...(damage === null ? [] : [`what is there now cannot be read, and is put aside: ${damage}`]),
    ],
    json: { ...changes, damage },
    async carryOut() {
      const { collections, aside } = await target.carryOut(store);
      const asideText =
        aside === null
          ? []
          : [`What was there could not be read. It lies in ${aside}, to be looked at or deleted.`];
      return {
        json: { collections, aside },
        text: [
          ...collections.map((one) => restoredText(one, changes, aside)),
          ...changes.returning.map((name) => `Restored ${name}, of another program.`),
          ...leftText(changes),
          ...asideText,
        ],
      };
    },
  };
}

function planLines(changes: RestoreChanges, isUnknown: boolean): string[] {
  const lines = changes.changes.map(({ collection, now, saved }) => {
    const documents = `${collection}: ${counted(saved, 'document')}`;
    if (isUnknown) return documents;
    return now === null ? `${documents}; it is not there now` : `${documents} in place of ${now}`;
  });
  const returning = changes.returning.map((name) => `${name}, of another program`);
  return [...lines, ...returning, ...leftText(changes)];
}

function leftText({ staying, foreign }: RestoreChanges): string[] {
  return [
    ...staying.map((name) => `${name} is not in the backup, and stays as it is`),
    ...foreign.map((name) => `${name} was made by another program, is there, and stays as it is`),
  ];
}

function restoredText(
  { collection, generation, documents, chunks }: RestoredCollection,
  { changes }: RestoreChanges,
  aside: string | null,
): string {
  const done = `Restored ${collection}: ${counted(documents, 'document')}, ${counted(chunks, 'chunk')}, as generation ${generation}.`;
  const wasThere =
    aside === null && changes.some((one) => one.collection === collection && one.now !== null);
  return wasThere ? `${done} \`gecko corpus rollback\` goes back to what was there.` : done;
}
