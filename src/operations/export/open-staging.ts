import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from '../../error-code.ts';
import {
  identify,
  livenessOf,
  parseIdentity,
  systemProcesses,
} from '../../state/process-identity.ts';
import { readIfThere } from '../../state/read-if-there.ts';
import { fromSystem } from '../../to-gecko-error.ts';
import { makeFolder } from './make-folder.ts';

/** Where an export is made before it takes its place. */
export interface Staging {
  /** Folder of its files; on the same file system as the place. */
  files: string;
  /** Whether the place is not there yet. */
  isNew: boolean;
  remove(): void;
}

/** What the names of such folders begin with. */
const prefix = '.gecko-export-';

/**
 * Makes one beside a place that is not there yet, or in one that is, and removes those that killed exports
 * have left there, for secrets are in them. Beside its files each says which process makes it.
 * @throws GeckoError PERMISSION, PATH_UNUSABLE, NO_SPACE
 */
export function openStaging(place: string): Staging {
  const isNew = !existsSync(place);
  const folder = isNew ? dirname(place) : place;
  try {
    if (isNew) makeFolder(folder);
    clear(folder);
    return { ...makeStaging(folder), isNew };
  } catch (error) {
    // It is about a name of ours. Where no file can be made at all, as in /proc, it is ENOENT.
    const code = errorCode(error) === 'ENOENT' ? 'ENOTDIR' : errorCode(error);
    throw fromSystem({ code, path: folder }) ?? error;
  }
}

function makeStaging(folder: string): Omit<Staging, 'isNew'> {
  const own = mkdtempSync(join(folder, prefix));
  writeFileSync(join(own, 'by.json'), JSON.stringify(identify(process.pid)));
  const files = join(own, 'files');
  mkdirSync(files);
  // Whatever the umask: it becomes a folder that others may look into.
  chmodSync(files, 0o755);
  return { files, remove: () => rmSync(own, { recursive: true, force: true }) };
}

function clear(folder: string): void {
  const left = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(prefix))
    .map(({ name }) => join(folder, name));
  for (const path of left) if (isAbandoned(path)) rmSync(path, { recursive: true, force: true });
}

/** What does not say whose it is may be somebody's own; another user's is no business of ours. */
function isAbandoned(path: string): boolean {
  try {
    if (process.getuid && lstatSync(path).uid !== process.getuid()) return false;
    const identity = parseIdentity(readIfThere(join(path, 'by.json')));
    return identity !== null && livenessOf(identity, systemProcesses, 'local') === 'dead';
  } catch {
    // Gone meanwhile.
    return false;
  }
}
