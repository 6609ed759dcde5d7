/** What somebody does whose corpus cannot be read; a restore puts a folder that is damaged aside. */
export function mendFolder(folder: string): string {
  return `Put its files back, readable for gecko. Or bring back a backup: gecko restore qdrant latest. Without one (gecko backup list): gecko down, move ${folder} away, and gecko ingest fills a new one.`;
}
