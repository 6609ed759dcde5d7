import type { SavedStore } from '../../archive/repository/manifest.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { RestoredCollection } from '../../embedded/services.ts';
import type { Runtime } from '../../runtime.ts';
import type { CorpusNow } from './corpus-now.ts';

export interface RestoreWorld {
  source: BackupSource;
  runtime: Runtime;
}

/** A corpus that a backup can be restored into. */
export interface RestoreTarget {
  now: CorpusNow;
  /** Of a backup that fits, proven on its way: all of it, or nothing. @param store what the backup has */
  carryOut(store: SavedStore): Promise<RestoredCollection[]>;
}
