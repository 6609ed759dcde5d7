import { MARKER } from './reserved-names.ts';

/** By its path: busybox's shell prefers its own. */
const PROGRAM = '/bin/tar';

/** What a tar of a volume keeps of each file, on both sides; SELinux's labels are the machine's own. */
const attributes = [
  '--numeric-owner',
  '--acls',
  '--xattrs',
  '--xattrs-include=*',
  '--xattrs-exclude=security.selinux',
];

/**
 * So that the same content makes the same bytes: its times of reading, and of the entry itself, say nothing
 * of the content.
 */
const creating = (sparse: boolean) => [
  PROGRAM,
  '--create',
  '--file=-',
  '--format=pax',
  '--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime',
  ...attributes,
  ...(sparse ? ['--sparse'] : []),
  '--one-file-system',
  '--sort=name',
];

const extracting = [
  PROGRAM,
  '--extract',
  '--file=-',
  ...attributes,
  '--same-owner',
  '--same-permissions',
  '--delay-directory-restore',
];

/** GNU tar: everything of a folder. */
export function packing(folder: string): string[] {
  return [...creating(true), `--directory=${folder}`, '.'];
}

/** GNU tar: into a folder that is there and empty, as it was packed. */
export function unpacking(folder: string): string[] {
  return [...extracting, `--directory=${folder}`];
}

/** The sum of what `packing` writes. */
export function sumScript(folder: string): string {
  return `${quoted(packing(folder))} | sha256sum`;
}

/** Everything in a folder but gecko's own mark, which lies beside the data of a live volume. */
const list = `find . -mindepth 1 -maxdepth 1 ! -name ${MARKER} ! -name ${MARKER}.new -print0`;

/** Of a folder `$1`: whose it is, and the sum of its content as a tar without holes. */
export const digestScript = `set -e
cd "$1"
stat -c '%a %u %g' .
${list} | LC_ALL=C sort -z | ${quoted(creating(false))} --null --files-from=- | sha256sum`;

/**
 * What a folder `$1` holds in place of everything in a folder `$2`; it is on the disk when it ends. Folders
 * that are made in one with setgid get that, too, and tar does not look.
 */
export const copyScript = `set -e
cd "$2"
${list} | xargs -0 -r rm -rf --
chmod u-s,g-s .
left=$({ { ${quoted(creating(true))} --anchored --exclude=./${MARKER} --exclude=./${MARKER}.new -C "$1" . ; echo $? >&3; } | ${quoted(extracting)} -C "$2" >&2; } 3>&1)
[ "$left" = 0 ]
sync`;

/** Writes a text `$2` as a file `$1`, whole or not at all. */
export const markScript = `set -e
printf %s "$2" | cat > "$1.new"
sync
mv "$1.new" "$1"
sync`;

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ');
}
