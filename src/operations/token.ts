import type { Runtime } from '../runtime.ts';
import { ensureToken } from '../state/token.ts';
import type { Report } from '../ui/ui.ts';

/** The project's token, which every write over HTTP needs; made now where there is none. */
export function showToken({ paths }: Pick<Runtime, 'paths'>): Report {
  const token = ensureToken(paths.project.token);
  return { json: { token }, text: () => token };
}
