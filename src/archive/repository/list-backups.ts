import { GeckoError } from '../../errors.ts';
import { Damage } from './damage.ts';
import type { Manifest, Piece } from './manifest.ts';
import { parseManifest, type Unusable } from './parse-manifest.ts';
import type { RepositoryPlace } from './place.ts';

/** A manifest of a repository, and what it says. */
export interface ListedBackup {
  /** By its name, whatever it says: `20261126T084500Z-1a2b3c4d.json` */
  name: string;
  id: string;
  content: Manifest | Unusable;
}

/** In a sealed repository with the counter, for whoever cannot read it. */
const shape = /^\d{8}T\d{6}Z-([0-9a-f]{8})(?:-(\d{1,9}))?\.json$/;

/** Larger than the manifest of any backup. */
const LIMIT = 256 * 1024 * 1024;

/** Every backup of a repository, the oldest first; those that cannot be read before the others. */
export async function listBackups(place: RepositoryPlace): Promise<ListedBackup[]> {
  const found: ListedBackup[] = [];
  const pieces = new Map<string, Piece>();
  for (const name of await place.names('manifests')) {
    const [, id, count = '0'] = shape.exec(name) ?? [];
    const content = id === undefined ? null : await contentOf(place, name, Number(count));
    if (id === undefined || content === null) continue;
    const isOther = 'id' in content && content.id !== id;
    if ('files' in content) shareEqual(content, pieces);
    found.push({
      name,
      id,
      content: isOther ? { kind: 'damaged', problem: 'its manifest has another name' } : content,
    });
  }
  return found.sort(byAge);
}

async function contentOf(
  place: RepositoryPlace,
  name: string,
  counter: number,
): Promise<Manifest | Unusable | null> {
  try {
    const bytes = await place.read('manifests', name, LIMIT);
    return bytes && parseManifest(bytes.toString('utf8'), place.signers);
  } catch (error) {
    if (error instanceof Damage) return { kind: 'damaged', problem: error.message, counter };
    if (!(error instanceof GeckoError) || error.code !== 'BACKUP_SEALED') throw error;
    return { kind: 'sealed', problem: 'it is encrypted, and its key is not here', counter };
  }
}

/** Most backups have most pieces of the one before: each is kept in memory once. */
function shareEqual({ files }: Manifest, pieces: Map<string, Piece>): void {
  for (const { pieces: own } of files)
    for (const [at, piece] of own.entries()) {
      const known = pieces.get(piece.sha256);
      if (known?.size === piece.size) own[at] = known;
      else pieces.set(piece.sha256, piece);
    }
}

/** By what was counted: a clock may have gone back. */
function byAge(one: ListedBackup, other: ListedBackup): number {
  const [a, b] = [counterOf(one), counterOf(other)];
  return a === b ? (one.name < other.name ? -1 : 1) : a - b;
}

function counterOf({ content }: ListedBackup): number {
  return content.counter ?? 0;
}
