import type { Runtime } from '../runtime.ts';
import { ensureToken, rotateToken } from '../state/token.ts';
import type { Report } from '../ui/ui.ts';

/** The project's token, which every write over HTTP needs; made now where there is none. */
export function showToken({ paths }: Pick<Runtime, 'paths'>): Report {
  const token = ensureToken(paths.project.token);
  return { json: { token }, text: () => token };
}

/** Replaces the token. Services that run are started anew, since they have the old one. */
export async function replaceToken({ paths, supervisor, signal }: Runtime): Promise<Report> {
  const token = await rotateToken(paths.project.token);
  const running = (await supervisor.find()) !== null;
  if (running) await supervisor.ensure(signal, { converge: true });
  return {
    json: { token, restarted: running },
    text: () => (running ? `${token}\n(the services were started anew with it)` : token),
  };
}
