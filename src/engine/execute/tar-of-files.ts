import type { ConfigFile } from '../../stack/stack.ts';
import { tarEnd, tarEntry } from './tar-entry.ts';

/**
 * A tar of a folder `.` (0700) with these files (0400) and the folders in their names (0700), all owned by one user.
 *
 * @param owner `uid:gid`
 */
export function tarOfFiles(files: readonly ConfigFile[], owner: string): Buffer {
  const [uid = 0, gid = 0] = owner.split(':').map(Number);
  const names = files.flatMap(({ name }) => foldersOf(name));
  const folders = ['./', ...new Set(names)].map((path) =>
    tarEntry({ path, type: 'Directory', mode: 0o700, uid, gid }),
  );
  const entries = files.map(({ name, content }) =>
    tarEntry({ path: name, type: 'File', mode: 0o400, uid, gid }, Buffer.from(content)),
  );
  return Buffer.concat([...folders, ...entries, tarEnd]);
}

/** `page/` and `page/assets/` of `page/assets/app.js`. */
function foldersOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/`);
}
