import { Header } from 'tar';
import type { ConfigFile } from '../../stack/stack.ts';

const BLOCK = 512;

/**
 * A tar of a folder `.` with these files (0400) and the folders above them (0700), all of one user.
 *
 * @param owner `uid:gid`
 */
export function tarOfFiles(files: readonly ConfigFile[], owner: string): Buffer {
  const [uid = 0, gid = 0] = owner.split(':').map(Number);
  const folder = entry({ path: './', type: 'Directory', mode: 0o700, uid, gid });
  const folders = foldersOf(files).map((path) =>
    entry({ path: `${path}/`, type: 'Directory', mode: 0o700, uid, gid }),
  );
  const entries = files.map(({ name, content }) =>
    entry({ path: name, type: 'File', mode: 0o400, uid, gid }, Buffer.from(content)),
  );
  return Buffer.concat([folder, ...folders, ...entries, Buffer.alloc(2 * BLOCK)]);
}

/** Those above the files, each before what it holds. */
function foldersOf(files: readonly ConfigFile[]): string[] {
  const above = files.flatMap(({ name }) => {
    const parts = name.split('/').slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return [...new Set(above)].toSorted();
}

function entry(
  head: { path: string; type: 'Directory' | 'File'; mode: number; uid: number; gid: number },
  content = Buffer.alloc(0),
): Buffer {
  const header = new Header({ ...head, size: content.length, mtime: new Date(0) });
  const block = Buffer.alloc(BLOCK);
  if (header.encode(block, 0)) throw new Error(`${head.path} needs more than a plain tar header`);
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([block, content, padding]);
}
