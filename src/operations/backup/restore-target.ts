import type { SavedStore } from '../../archive/repository/manifest.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { RestoredCollection } from '../../embedded/services.ts';
import type { Runtime } from '../../runtime.ts';
import type { CorpusNow } from './corpus-now.ts';

export interface RestoreWorld {
  source: BackupSource;
  /** Nothing may be changed, not even what a killed gecko has left. */
  dryRun: boolean;
  runtime: Runtime;
}

export interface RestoredCorpus {
  collections: readonly RestoredCollection[];
  /** Where a damaged corpus lies that was in the way; null: there was none. */
  aside: string | null;
}

/** A corpus that a backup can be restored into. */
export interface RestoreTarget {
  now: CorpusNow;
  /** What is wrong with the corpus that is there, where it cannot be read: the backup takes its place. */
  damage: string | null;
  /** Of a backup that fits, proven on its way: all of it, or nothing. @param store what the backup has */
  carryOut(store: SavedStore): Promise<RestoredCorpus>;
}
