import type { Manifest } from '../../archive/repository/manifest.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { RestoredCollection } from '../../embedded/services.ts';
import type { Runtime } from '../../runtime.ts';
import type { CorpusNow } from './corpus-now.ts';

export interface RestoreWorld {
  place: RepositoryPlace;
  runtime: Runtime;
}

/** A corpus that a backup can be restored into. */
export interface RestoreTarget {
  now: CorpusNow;
  /** Of a backup that was verified and fits: all of it, or nothing. */
  carryOut(manifest: Manifest): Promise<RestoredCollection[]>;
}
