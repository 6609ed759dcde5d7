import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Open to all, as what lies in it says for itself. */
export function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true });
  for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made))
    chmodSync(made, 0o755);
}
