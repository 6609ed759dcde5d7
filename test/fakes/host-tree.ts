import type { HostFiles } from '../../src/host/host-files.ts';

/** A file's text, or a device with its group, its permissions and whether it is ours. */
export type HostEntry = string | { gid: number; mode: number; isOurs: boolean };

/** The files of a machine, from a table of absolute paths. */
export function hostTree(entries: Readonly<Record<string, HostEntry>>): HostFiles {
  const paths = Object.keys(entries);
  const device = (path: string) => {
    const entry = entries[path];
    return entry === undefined || typeof entry === 'string' ? null : entry;
  };
  return {
    async read(path) {
      const entry = entries[path];
      return typeof entry === 'string' ? entry : null;
    },
    async list(folder) {
      const inside = paths.filter((path) => path.startsWith(`${folder}/`));
      const names = inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? '');
      return [...new Set(names)];
    },
    async stat(path) {
      const entry = device(path);
      if (entry) return { gid: entry.gid, mode: entry.mode };
      return entries[path] === undefined ? null : { gid: 0, mode: 0o644 };
    },
    async mayUse(path) {
      return device(path)?.isOurs ?? false;
    },
    async freeSpace(path) {
      return path === '/' ? 50e9 : null;
    },
  };
}
