import type { Manifest } from '../../archive/repository/manifest.ts';
import type { Survey } from '../../clients/qdrant-snapshots.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { canonical } from '../../stack/canonical.ts';
import { liveGenerations } from './live-generations.ts';

/**
 * Whether a backup can be restored into the Qdrant that runs.
 * @param anyFingerprint whether its index may be another than the one of now
 * @throws GeckoError BACKUP_UNFIT (exit 21) with the reason and the way out
 */
export function checkFit(
  { id, store }: Pick<Manifest, 'id' | 'store'>,
  survey: Survey,
  anyFingerprint: boolean,
): void {
  if (minor(store.version) !== minor(survey.version))
    throw unfit(
      id,
      `Qdrant ${store.version} made its snapshots, and ${survey.version} runs: they restore into the same minor version only`,
      `Name qdrant/qdrant:v${store.version} in images.qdrant, gecko up, restore, then upgrade one minor version at a time.`,
    );
  if (anyFingerprint) return;
  const live = new Map(liveGenerations(survey).map((one) => [one.collection, one.generation]));
  for (const { collection, fingerprint } of store.collections) {
    const now = live.get(collection)?.fingerprint;
    const other = now === undefined ? [] : differing(fingerprint, now);
    if (other.length > 0)
      throw unfit(
        id,
        `its index of ${collection} differs from the one of now in ${other.join(', ')}`,
        'Restore it all the same with --other-fingerprint, then make the index anew: gecko corpus reindex.',
      );
  }
}

function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** `model (all-MiniLM-L6-v2, now null)` */
function differing(
  then: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): string[] {
  return [...new Set([...Object.keys(then), ...Object.keys(now)])]
    .filter((key) => canonical(then[key] ?? null) !== canonical(now[key] ?? null))
    .map((key) => `${key} (${text(then[key])}, now ${text(now[key])})`);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 40) : JSON.stringify(value ?? null);
}

function unfit(id: string, why: string, hint: string): GeckoError {
  return new GeckoError('BACKUP_UNFIT', `The backup ${id} does not fit: ${why}`, {
    exitCode: exitCodes.unsupported,
    hint: `Nothing was changed. ${hint}`,
    details: { id },
  });
}
