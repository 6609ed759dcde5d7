import type { SavedStore } from '../../archive/repository/manifest.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { canonical } from '../../stack/canonical.ts';
import type { CorpusNow } from './corpus-now.ts';

/**
 * Whether a backup can be restored into the store that runs.
 * @param anyFingerprint whether its index may be another than the one of now
 * @throws GeckoError BACKUP_UNFIT (exit 21) with the reason and the way out
 */
export function checkFit(
  { id, store }: { id: string; store: SavedStore },
  now: CorpusNow,
  anyFingerprint: boolean,
): void {
  if (store.kind !== now.kind) throw unfit(id, ...otherRuntime(now.kind));
  const { version } = now;
  if (store.kind === 'qdrant' && version !== null && minor(store.version) !== minor(version))
    throw unfit(
      id,
      `Qdrant ${store.version} made its snapshots, and ${version} runs: they restore into the same minor version only`,
      `Name qdrant/qdrant:v${store.version} in images.qdrant, gecko up, restore, then upgrade one minor version at a time.`,
    );
  if (anyFingerprint) return;
  const live = new Map(now.collections.map((one) => [one.collection, one.fingerprint]));
  for (const { collection, fingerprint } of store.collections) {
    const current = live.get(collection);
    const other = current === undefined ? [] : differing(fingerprint, current);
    if (other.length > 0)
      throw unfit(
        id,
        `its index of ${collection} differs from the one of now in ${other.join(', ')}`,
        'Restore it all the same with --other-fingerprint, then make the index anew: gecko corpus reindex.',
      );
  }
}

function otherRuntime(kind: CorpusNow['kind']): [string, string] {
  const [then, now] = kind === 'qdrant' ? ['embedded', 'docker'] : ['docker', 'embedded'];
  return [
    `it was made of the ${then} runtime, and the project is in the ${now} one`,
    `Restore it where the project is there (gecko up --runtime ${then}), then move: gecko up --runtime ${now}.`,
  ];
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
