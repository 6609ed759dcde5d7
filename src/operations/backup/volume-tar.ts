/** What a tar of a volume keeps of each file, on both sides; SELinux's labels are the machine's own. */
const attributes = [
  '--numeric-owner',
  '--acls',
  '--xattrs',
  '--xattrs-include=*',
  '--xattrs-exclude=security.selinux',
];

/**
 * GNU tar: everything of a folder, so that the same content makes the same bytes. Its times of reading and
 * of the entry itself say nothing of the content.
 */
export function packing(folder: string, { sparse = true } = {}): string[] {
  return [
    'tar',
    '--create',
    '--file=-',
    '--format=pax',
    '--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime',
    ...attributes,
    ...(sparse ? ['--sparse'] : []),
    '--one-file-system',
    '--sort=name',
    `--directory=${folder}`,
    '.',
  ];
}

/** GNU tar: into a folder that is there and empty, as it was packed. */
export function unpacking(folder: string): string[] {
  return [
    'tar',
    '--extract',
    '--file=-',
    ...attributes,
    '--same-owner',
    '--same-permissions',
    '--delay-directory-restore',
    `--directory=${folder}`,
  ];
}
