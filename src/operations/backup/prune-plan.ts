import { blobsOf } from '../../archive/repository/blobs-of.ts';
import { choosePruned, type PruneRule } from '../../archive/repository/choose-pruned.ts';
import { type ListedBackup, listBackups } from '../../archive/repository/list-backups.ts';
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
  const known = new Set(usable.flatMap(({ blobs }) => [...blobs]));
  const whole = new Set(
    usable
      .filter(({ blobs }) => [...blobs].every((one) => entries.has(one)))
      .map(({ manifest }) => manifest.id),
  );
  const left = leftOf(usable, entries);
  const sizeWithout = (removed: ReadonlySet<string>) => {
    for (const id of removed) left.drop(id);
    return left.size();
  };
  const gone = new Set(
    choosePruned({
      backups: usable
        .map(({ manifest }) => manifest)
        .filter((one) => project === null || one.project === project),
      rule,
      now,
      isWhole: ({ id }) => whole.has(id),
      sizeWithout,
    }),
  );
  const size = sizeWithout(gone);
  const unusable = unusableOf(listed);
  const isSpare = ({ name, changedAt }: Entry) =>
    !left.needs(name) && (known.has(name) || placeNow - changedAt > YOUNG);
  return {
    removed: usable.filter(({ manifest }) => gone.has(manifest.id)),
    kept: usable.flatMap(({ manifest }) => (gone.has(manifest.id) ? [] : [manifest])),
    blobs: unusable.length > 0 ? [] : [...entries.values()].filter(isSpare),
    size,
    unusable,
  };
}

/** Blobs that the backups that are there now need. */
export async function neededNow(
  place: RepositoryPlace,
): Promise<{ needed: ReadonlySet<string> } & Pick<PrunePlan, 'unusable'>> {
  const listed = await listBackups(place);
  const needed = new Set<string>();
  for (const { content } of listed)
    if (!('problem' in content)) for (const name of blobsOf(place, content)) needed.add(name);
  return { needed, unusable: unusableOf(listed) };
}

/** What is left as backups go one after the other: how many of them need each blob. */
function leftOf(
  backups: readonly { manifest: Manifest; blobs: ReadonlySet<string> }[],
  entries: ReadonlyMap<string, Entry>,
) {
  const counts = new Map<string, number>();
  for (const { blobs } of backups)
    for (const name of blobs) counts.set(name, (counts.get(name) ?? 0) + 1);
  const there = new Map(backups.map(({ manifest, blobs }) => [manifest.id, blobs]));
  const sizeOf = (name: string) => entries.get(name)?.size ?? 0;
  let size = [...counts.keys()].reduce((sum, name) => sum + sizeOf(name), 0);
  return {
    needs: (name: string) => counts.has(name),
    size: () => size,
    drop(id: string) {
      for (const name of there.get(id) ?? []) {
        const count = counts.get(name) ?? 0;
        if (count > 1) counts.set(name, count - 1);
        else {
          counts.delete(name);
          size -= sizeOf(name);
        }
      }
      there.delete(id);
    },
  };
}

function unusableOf(listed: readonly ListedBackup[]): PrunePlan['unusable'] {
  return listed.flatMap(({ id, name, content }) =>
    'problem' in content ? [{ id, name, problem: content.problem }] : [],
  );
}
