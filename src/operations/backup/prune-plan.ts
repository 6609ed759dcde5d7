import { blobsOf } from '../../archive/repository/blobs-of.ts';
import { choosePruned, type PruneRule } from '../../archive/repository/choose-pruned.ts';
import { listBackups } from '../../archive/repository/list-backups.ts';
import type { Manifest } from '../../archive/repository/manifest.ts';
import type { Entry, RepositoryPlace } from '../../archive/repository/place.ts';

/** What a prune would remove, and what it leaves alone. */
export interface PrunePlan {
  /** Names of manifests, the oldest first, with what they say. */
  removed: readonly { name: string; manifest: Manifest }[];
  kept: readonly Manifest[];
  /** Blobs that nothing would need any more. */
  blobs: readonly Entry[];
  /** Bytes that would be left. */
  size: number;
  /** Backups that cannot be read: what they need nobody knows, so no blob goes. */
  unusable: readonly { id: string; name: string; problem: string }[];
}

/** Blobs that no backup has may belong to one that is being made, by a gecko that knows no locks. */
const YOUNG = 24 * 60 * 60_000;

export interface PruneWish {
  rule: PruneRule;
  /** Whose backups may go; null: everybody's. */
  project: string | null;
  /** Milliseconds since the epoch: of this machine, and of the repository where it is known. */
  now: number;
  placeNow: number;
}

export async function prunePlan(place: RepositoryPlace, wish: PruneWish): Promise<PrunePlan> {
  const { rule, project, now, placeNow } = wish;
  const listed = await listBackups(place);
  const entries = new Map((await place.entries('blobs')).map((one) => [one.name, one]));
  const usable = listed.flatMap(({ name, content }) =>
    'problem' in content ? [] : [{ name, manifest: content, blobs: blobsOf(place, content) }],
  );
  const blobsById = new Map(usable.map(({ manifest, blobs }) => [manifest.id, blobs]));
  const isWhole = ({ id }: Manifest) =>
    [...(blobsById.get(id) ?? [])].every((one) => entries.has(one));
  const sizeWithout = (removed: ReadonlySet<string>) => {
    const needed = new Set(
      usable.flatMap(({ manifest, blobs }) => (removed.has(manifest.id) ? [] : [...blobs])),
    );
    return [...needed].reduce((sum, name) => sum + (entries.get(name)?.size ?? 0), 0);
  };
  const gone = new Set<string>();
  for (const one of new Set(usable.map(({ manifest }) => manifest.project))) {
    if (project !== null && one !== project) continue;
    const backups = usable.map(({ manifest }) => manifest).filter((own) => own.project === one);
    const without = (removed: ReadonlySet<string>) => sizeWithout(new Set([...gone, ...removed]));
    const input = { backups, rule, now, isWhole, sizeWithout: without };
    for (const id of choosePruned(input)) gone.add(id);
  }
  const needed = new Set(
    usable.flatMap(({ manifest, blobs }) => (gone.has(manifest.id) ? [] : [...blobs])),
  );
  const known = new Set(usable.flatMap(({ blobs }) => [...blobs]));
  const unusable = listed.flatMap(({ id, name, content }) =>
    'problem' in content ? [{ id, name, problem: content.problem }] : [],
  );
  const isSpare = ({ name, changedAt }: Entry) =>
    !needed.has(name) && (known.has(name) || placeNow - changedAt > YOUNG);
  return {
    removed: usable.filter(({ manifest }) => gone.has(manifest.id)),
    kept: usable.flatMap(({ manifest }) => (gone.has(manifest.id) ? [] : [manifest])),
    blobs: unusable.length > 0 ? [] : [...entries.values()].filter(isSpare),
    size: sizeWithout(gone),
    unusable,
  };
}
