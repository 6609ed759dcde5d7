import { writeAtomic } from './atomic-file.ts';
import { readStoredJson } from './stored-json.ts';

const schemaVersion = 1;

/** What a service runs: its reference, its digest in the registry (null for one made here), its id. */
export interface LockedImage {
  reference: string;
  /** `repository@sha256:…` */
  digest: string | null;
  id: string;
}

/** By service. */
export type LockedImages = Readonly<Record<string, LockedImage>>;

/**
 * Records in gecko.lock.json which images run, for each platform; services that
 * are not among these stay as recorded. Written only where it changes, so that it can lie in a repository.
 *
 * @param platform `linux/amd64`
 * @throws GeckoError STATE_UNREADABLE, STATE_NEWER
 */
export async function recordImages(
  path: string,
  platform: string,
  images: LockedImages,
): Promise<void> {
  const stored = readStoredJson(path, schemaVersion);
  const before = isRecord(stored?.platforms) ? stored.platforms : {};
  const others = isRecord(before[platform]) ? before[platform] : {};
  const platforms = { ...before, [platform]: { ...others, ...images } };
  if (JSON.stringify(before) === JSON.stringify(platforms)) return;
  await writeAtomic(path, `${JSON.stringify({ schemaVersion, platforms }, null, 2)}\n`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
