/** Whether the backend and `gecko ingest` take a name as that of a source. */
export function isSourceName(text: string): boolean {
  return /^[^/\p{Cc}]{1,200}$/u.test(text) && text !== '.' && text !== '..';
}
