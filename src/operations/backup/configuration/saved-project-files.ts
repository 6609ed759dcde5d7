import type { BackupSource } from '../../../archive/repository/source.ts';
import { provenBytes } from '../proven-bytes.ts';
import { PROJECT_FOLDER } from './project-files.ts';

/** The project's own files of a backup, by their name below `project/`. */
export async function savedProjectFiles(source: BackupSource): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const file of source.manifest.files) {
    if (!file.path.startsWith(PROJECT_FOLDER)) continue;
    const parts: Buffer[] = [];
    for await (const bytes of provenBytes(source, file)) parts.push(bytes);
    found.set(file.path.slice(PROJECT_FOLDER.length), Buffer.concat(parts).toString());
  }
  return found;
}
