import { Readable } from 'node:stream';
import type { VolumeTool } from '../../../engine/execute/volume-tool.ts';
import { MODELS_FOLDER } from './models-folder.ts';

/** Models beside those of a volume, until they take their place. */
export interface StagedModels {
  /** Makes room for them, and removes what another restore has left. @returns bytes that are free, and whose the files are: `0:0` */
  begin(): Promise<{ owner: string; free: number }>;
  /** Which files of a folder are what their names say. @param folder below that of the models */
  soundIn(folder: string, sums: readonly string[]): Promise<Set<string>>;
  /** @param tar with `blobs/…` and `manifests/…` */
  fill(tar: Readable): Promise<void>;
  /**
   * Puts files in their place once they are on the disk for good, then manifests; those that were there are
   * kept until `remove`.
   * @param needed sha256 of all files that have to be there then
   * @param paths of manifests
   */
  commit(input: {
    owner: string;
    needed: readonly string[];
    paths: readonly string[];
  }): Promise<void>;
  /** Brings the manifests back that were there before, also after a commit that failed half-way. */
  undo(paths: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

/** For good, on the disk of the volume; not every sync knows one disk from another. */
const flush = '{ sync -f . 2>/dev/null || sync; }';

const begin = `set -e
cd "$1/.."
owner=$(stat -c %u:%g models 2>/dev/null || stat -c %u:%g .)
for folder in models models/blobs models/manifests; do
  [ -d "$folder" ] || { mkdir "$folder"; chown "$owner" "$folder"; }
done
rm -rf models/.gecko-restore
mkdir -p models/.gecko-restore/blobs models/.gecko-restore/manifests
echo "$owner"
df -Pk models | tail -n 1`;

// Ollama removes files at its start that no manifest names, if they are old: these are of now.
const fill = 'cd "$1/.gecko-restore" && tar -x -m -o -f -';

const commit = `set -e
cd "$1"
owner=$2
chown -R "$owner" .gecko-restore
${flush}
find .gecko-restore/blobs -type f -exec mv -f {} blobs/ \\;
${flush}
while read -r kind path; do
  if [ "$kind" = blob ]; then
    [ -f "blobs/$path" ] || { echo "blobs/$path went away" >&2; exit 1; }
    continue
  fi
  folder=manifests
  rest=\${path%/*}/
  while [ -n "$rest" ]; do
    folder=$folder/\${rest%%/*}
    rest=\${rest#*/}
    [ -d "$folder" ] || { mkdir "$folder"; chown "$owner" "$folder"; }
  done
  if [ -f "manifests/$path" ]; then
    mkdir -p ".gecko-restore/old/\${path%/*}"
    cp -p "manifests/$path" ".gecko-restore/old/$path"
  fi
  mv -f ".gecko-restore/manifests/$path" "manifests/$path"
done
${flush}`;

// What is still beside the others has taken no place: what it would have replaced is there.
const undo = `cd "$1"
while read -r path; do
  [ ! -f ".gecko-restore/manifests/$path" ] || continue
  if [ -f ".gecko-restore/old/$path" ]; then mv -f ".gecko-restore/old/$path" "manifests/$path"
  else rm -f "manifests/$path"; fi
done
${flush}`;

export function stagedModels(tool: VolumeTool): StagedModels {
  const run = (script: string, args: readonly string[] = [], input?: Readable) =>
    tool.run(['sh', '-c', script, 'sh', MODELS_FOLDER, ...args], input);
  return {
    async begin() {
      const [owner = '0:0', space = ''] = (await run(begin)).split('\n');
      return { owner, free: Number(space.trim().split(/\s+/)[3]) * 1024 };
    },
    async soundIn(folder, sums) {
      if (sums.length === 0) return new Set();
      const names = lines(sums.map((sha256) => `sha256-${sha256}`));
      const told = await run('cd "$1/$2" && exec xargs sha256sum', [folder], names);
      const found = [...told.matchAll(/^([0-9a-f]{64}) [ *]sha256-([0-9a-f]{64})$/gm)];
      return new Set(found.flatMap(([, is, named]) => (is === named && named ? [named] : [])));
    },
    async fill(tar) {
      await run(fill, [], tar);
    },
    async commit({ owner, needed, paths }) {
      const all = [
        ...needed.map((sha256) => `blob sha256-${sha256}`),
        ...paths.map((path) => `manifest ${path}`),
      ];
      await run(commit, [owner], lines(all));
    },
    async undo(paths) {
      await run(undo, [], lines(paths));
    },
    async remove() {
      await run('rm -rf "$1/.gecko-restore"');
    },
  };
}

function lines(all: readonly string[]): Readable {
  return Readable.from([Buffer.from(all.map((line) => `${line}\n`).join(''))]);
}
