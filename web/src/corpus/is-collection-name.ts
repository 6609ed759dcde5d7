/** Whether the backend takes a name as that of a collection. */
export function isCollectionName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(text) && !text.includes('__');
}
