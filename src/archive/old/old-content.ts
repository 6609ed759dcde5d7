import type { TarMember } from '../tar/tar-member.ts';

/** What an old archive can hold. */
export type OldService = 'qdrant' | 'ollama';

/** What is found in an archive that has no manifest. */
export type OldContent =
  | { kind: OldService /** Where in it: ``, `v`, `root/.ollama`. */; folder: string }
  | { kind: 'empty' }
  /** @param beside an entry that belongs to neither */
  | { kind: 'unknown'; beside: string | null };

/** By which names at one place a service's storage is known: each has to be there. */
const marks: Readonly<Record<OldService, readonly RegExp[]>> = {
  qdrant: [/(^|\/)collections(\/|$)/, /(^|\/)(raft_state\.json|aliases)(\/|$)/],
  ollama: [/(^|\/)models\/blobs(\/|$)/, /(^|\/)models\/manifests(\/|$)/],
};
const services = ['qdrant', 'ollama'] as const;

/**
 * Looks for the storage of Qdrant or of Ollama in a tar, wherever it begins: the command that made it may
 * have packed `/v`, or `.` in it.
 */
export function oldContent(): {
  add(path: string, member: TarMember): void;
  end(): OldContent;
} {
  /** The nearest to the top of each mark. */
  const found = new Map<RegExp, string>();
  let isEmpty = true;
  const paths: string[] = [];
  return {
    add(path, { kind }) {
      if (kind !== 'folder') isEmpty = false;
      // Those below one that is known need not be looked at.
      if (path.split('/').length <= DEEPEST) paths.push(path);
      for (const mark of services.flatMap((name) => marks[name])) {
        const at = mark.exec(path)?.index;
        const before = found.get(mark);
        if (at !== undefined && (before === undefined || at < before.length))
          found.set(mark, path.slice(0, at));
      }
    },
    end() {
      for (const kind of services) {
        const bases = marks[kind].map((mark) => found.get(mark));
        const [folder] = bases;
        if (folder === undefined || bases.some((base) => base !== folder)) continue;
        const beside = paths.find((path) => !isWithin(path, folder) && !isWithin(folder, path));
        return beside === undefined ? { kind, folder } : { kind: 'unknown', beside };
      }
      return isEmpty ? { kind: 'empty' } : { kind: 'unknown', beside: null };
    },
  };
}

/** Folders on the way to a storage, and one more. */
const DEEPEST = 6;

function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
