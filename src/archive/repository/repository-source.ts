import type { Manifest } from './manifest.ts';
import type { RepositoryPlace } from './place.ts';
import { readFile } from './read-file.ts';
import type { BackupSource } from './source.ts';
import { verifyFiles } from './verify-files.ts';

/** A backup of a repository. */
export function repositorySource(place: RepositoryPlace, manifest: Manifest): BackupSource {
  return {
    manifest,
    name: place.name,
    provenBy: place.signers.find(({ provesOrigin }) => provesOrigin)?.name ?? null,
    verify: (onRead, signal) => verifyFiles(place, manifest, onRead, signal),
    read: (file) => readFile(place, file),
  };
}
