import type { ManifestFile } from '../../../archive/repository/manifest.ts';
import type { BackupSource } from '../../../archive/repository/source.ts';
import { tarEnd, tarEntry } from '../../../engine/execute/tar-entry.ts';
import { TAR_BLOCK, tarHead } from '../../../engine/execute/tar-head.ts';
import { provenBytes } from '../proven-bytes.ts';
import type { VolumeModel } from './listed-models.ts';

/**
 * Files and manifests of models as one tar.
 * @param onSent gets the bytes of files that came further
 * @throws GeckoError BACKUP_DAMAGED (exit 25)
 */
export async function* tarOfModels(
  source: BackupSource,
  files: readonly ManifestFile[],
  models: readonly VolumeModel[],
  onSent: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const head = (path: string) => ({ path, type: 'File', mode: 0o644, uid: 0, gid: 0 }) as const;
  for (const { path, manifest } of models)
    yield tarEntry(head(`manifests/${path}`), Buffer.from(manifest));
  for (const file of files) {
    yield tarHead(head(`blobs/sha256-${file.sha256}`), file.size);
    for await (const bytes of provenBytes(source, file)) {
      yield bytes;
      onSent(bytes.length);
    }
    const padding = (TAR_BLOCK - (file.size % TAR_BLOCK)) % TAR_BLOCK;
    if (padding > 0) yield Buffer.alloc(padding);
  }
  yield tarEnd;
}
