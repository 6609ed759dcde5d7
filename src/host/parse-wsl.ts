/** The WSL that a Linux runs in, from /proc/version; null outside of it. */
export function parseWsl(version: string): 1 | 2 | null {
  if (!/microsoft/i.test(version)) return null;
  // WSL 1 has no kernel of its own: this stands where the builder of one does.
  return version.includes('Microsoft@Microsoft.com') ? 1 : 2;
}
