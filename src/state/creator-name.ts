import { hostname, userInfo } from 'node:os';

/** Who makes things here, for others who find them: `ana@server`. */
export function creatorName(): string {
  return `${userName()}@${hostname()}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // An id without an entry in the system's list, as in a container.
    return String(process.getuid?.() ?? 'somebody');
  }
}
