/** A name of a tar, which has a character for each byte, for people. */
export function shownName(name: string): string {
  return Buffer.from(name, 'latin1').toString('utf8');
}
