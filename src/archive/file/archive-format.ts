/** How an archive is packed. */
export const archiveFormats = ['tar.zst', 'tar.gz'] as const;
export type ArchiveFormat = (typeof archiveFormats)[number];

/** As its name says; where that says nothing, `tar.zst`. */
export function archiveFormat(path: string): ArchiveFormat {
  return /\.(tgz|gz)$/i.test(path) ? 'tar.gz' : 'tar.zst';
}
