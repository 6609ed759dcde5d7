import { createHash } from 'node:crypto';
import type { ConfigFile } from '../../stack/stack.ts';
import { tarEnd, tarEntry } from './tar-entry.ts';

/**
 * A tar of a folder `.` (0700) with these files (0400) and the folders in their names (0700), all owned by one user.
 * The time of a file is made of its content: a server that tells versions by time and size, as nginx does for
 * its ETag, must not take one page for another that is as long.
 *
 * @param owner `uid:gid`; null: root's, and any user of the container may read them (0755 and 0444)
 */
export function tarOfFiles(files: readonly ConfigFile[], owner: string | null): Buffer {
  const [uid = 0, gid = 0] = owner?.split(':').map(Number) ?? [];
  const [folderMode, fileMode] = owner === null ? [0o755, 0o444] : [0o700, 0o400];
  const names = files.flatMap(({ name }) => foldersOf(name));
  const folders = ['./', ...new Set(names)].map((path) =>
    tarEntry({ path, type: 'Directory', mode: folderMode, uid, gid }),
  );
  const entries = files.map(({ name, content }) => {
    const bytes = Buffer.from(content);
    const changed = timeOf(bytes);
    return tarEntry({ path: name, type: 'File', mode: fileMode, uid, gid, changed }, bytes);
  });
  return Buffer.concat([...folders, ...entries, tarEnd]);
}

/** Seconds since 1970: the same for the same bytes, another for others, and before 2004. */
function timeOf(bytes: Buffer): number {
  return createHash('sha256').update(bytes).digest().readUInt32BE() >>> 2;
}

/** `page/` and `page/assets/` of `page/assets/app.js`. */
function foldersOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/`);
}
