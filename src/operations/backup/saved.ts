import type { ManifestContent } from '../../archive/repository/write-manifest.ts';

/** What was stored, and how many bytes of it the repository did not have. */
export interface Saved {
  content: Pick<ManifestContent, 'store' | 'files'>;
  written: number;
}
