import type { ManifestContent } from '../../archive/repository/write-manifest.ts';

/** What a backup holds, apart from whose it is. */
export type SavedContent = Omit<ManifestContent, 'version' | 'project' | 'label'>;

/** What was stored, and how many bytes of it the repository did not have. */
export interface Saved {
  content: SavedContent;
  written: number;
}

/** The content of a backup without any part. */
export const nothingSaved: SavedContent = {
  store: null,
  models: null,
  volumes: [],
  configuration: false,
  files: [],
};
