import type { Runtime } from '../runtime.ts';
import { ensureToken, rotateToken } from '../state/token.ts';
import type { Report } from '../ui/ui.ts';

/** The project's token, which every write over HTTP needs; made now where there is none. */
export function showToken({ paths }: Pick<Runtime, 'paths'>): Report {
  const token = ensureToken(paths.project.token);
  return { json: { token }, text: () => token };
}

/** Replaces the token. Services that run have the old one, so they are started anew around the change. */
export async function replaceToken({ paths, supervisor, signal }: Runtime): Promise<Report> {
  let token = '';
  const restarted = await supervisor.restartAround(async () => {
    token = await rotateToken(paths.project.token);
  }, signal);
  return {
    json: { token, restarted },
    text: () => (restarted ? `${token}\n(the services were started anew with it)` : token),
  };
}
