/** What somebody does whose corpus cannot be read; a folder that is damaged stands in the way of a restore. */
export function mendFolder(folder: string): string {
  return `Put its files back, readable for gecko. Or bring back a backup: gecko down, move ${folder} away, gecko restore qdrant latest. Without one (gecko backup list), gecko ingest fills the new folder.`;
}
