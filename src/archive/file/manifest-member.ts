/** Name of the last member; the files of a backup lie in folders. */
export const MANIFEST_MEMBER = 'gecko-backup.json';
