import { createHash } from 'node:crypto';
import { backupDamaged } from '../../../archive/repository/backup-damaged.ts';
import type { ManifestFile } from '../../../archive/repository/manifest.ts';
import type { BackupSource } from '../../../archive/repository/source.ts';
import { provenBytes } from '../proven-bytes.ts';
import type { VolumeModel } from './listed-models.ts';
import { ollamaFiles } from './model-files.ts';
import { modelNameOf } from './model-name-of.ts';
import { parseModelManifest } from './parse-model-manifest.ts';

/** Bytes; of thousands of tensors, each a layer, it is less. */
const LONGEST_MANIFEST = 16 * 1024 * 1024;

/**
 * Models of Ollama as a backup has them.
 * @throws GeckoError BACKUP_DAMAGED (exit 25) where a file is missing that a manifest of Ollama names, or is
 *   none that Ollama would make
 */
export async function savedModels(source: BackupSource): Promise<{
  models: VolumeModel[];
  /** By what they hold. */
  blobs: Map<string, ManifestFile>;
}> {
  const { id, files } = source.manifest;
  const blobs = new Map<string, ManifestFile>();
  const models: VolumeModel[] = [];
  for (const file of files) {
    const sum = ollamaFiles.sumOf(file.path);
    if (sum !== null && sum !== file.sha256)
      throw backupDamaged(id, [`${file.path}: it is not what its name says`]);
    if (sum !== null) blobs.set(sum, file);
    if (!file.path.startsWith(ollamaFiles.manifests)) continue;
    const path = file.path.slice(ollamaFiles.manifests.length);
    const name = modelNameOf(path);
    const manifest = file.size > LONGEST_MANIFEST ? null : await textOf(source, file);
    const parts = manifest === null ? null : parseModelManifest(manifest);
    if (name === null || manifest === null || parts === null)
      throw backupDamaged(id, [`${file.path}: it is no model that Ollama could list`]);
    models.push({ name, path, manifest, blobs: parts });
  }
  for (const { name, blobs: parts } of models)
    for (const { sha256 } of parts)
      if (!blobs.has(sha256))
        throw backupDamaged(id, [`${ollamaFiles.blob(sha256)} of ${name}: it is missing`]);
  return { models, blobs };
}

async function textOf(source: BackupSource, file: ManifestFile): Promise<string> {
  const parts: Buffer[] = [];
  for await (const bytes of provenBytes(source, file)) parts.push(bytes);
  return Buffer.concat(parts).toString();
}

/** As Ollama tells which version of a model it has. */
export function digestOfManifest(manifest: string): string {
  return createHash('sha256').update(manifest).digest('hex');
}
