import type { Manifest } from './manifest.ts';
import { parseManifest, type Unusable } from './parse-manifest.ts';
import type { RepositoryPlace } from './place.ts';

/** A manifest of a repository, and what it says. */
export interface ListedBackup {
  /** By its name, whatever it says: `20261126T084500Z-1a2b3c4d.json` */
  name: string;
  id: string;
  content: Manifest | Unusable;
}

const shape = /^\d{8}T\d{6}Z-([0-9a-f]{8})\.json$/;

/** Larger than the manifest of any backup. */
const LIMIT = 256 * 1024 * 1024;

/** Every backup of a repository, the oldest first; those that cannot be read before the others. */
export async function listBackups(place: RepositoryPlace): Promise<ListedBackup[]> {
  const found: ListedBackup[] = [];
  for (const name of await place.names('manifests')) {
    const id = shape.exec(name)?.[1];
    const bytes = id === undefined ? null : await place.read('manifests', name, LIMIT);
    if (id === undefined || bytes === null) continue;
    const content = parseManifest(bytes.toString('utf8'));
    const isOther = 'id' in content && content.id !== id;
    found.push({
      name,
      id,
      content: isOther ? { kind: 'damaged', problem: 'its manifest has another name' } : content,
    });
  }
  return found.sort(byAge);
}

/** By what was counted: a clock may have gone back. */
function byAge(one: ListedBackup, other: ListedBackup): number {
  const [a, b] = [counterOf(one), counterOf(other)];
  return a === b ? (one.name < other.name ? -1 : 1) : a - b;
}

function counterOf({ content }: ListedBackup): number {
  return 'counter' in content ? content.counter : 0;
}
