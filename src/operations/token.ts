import type { Runtime } from '../runtime.ts';
import { ensureToken, rotateToken } from '../state/token.ts';
import type { Report } from '../ui/ui.ts';
import { runtimeOf } from './choose-runtime.ts';

/** The project's token, which every write over HTTP needs; made now where there is none. */
export function showToken({ paths }: Pick<Runtime, 'paths'>): Report {
  const token = ensureToken(paths.project.token);
  return { json: { token }, text: () => token };
}

/**
 * Replaces the token. Services that run have the old one, so they are started anew around the change. Containers
 * are looked at first: whose token is replaced has to be known here, or it would be taken for a newer one.
 */
export async function replaceToken(runtime: Runtime): Promise<Report> {
  const { paths, supervisor, signal, ui } = runtime;
  if ((await runtimeOf(runtime)) === 'docker') {
    const { openProject } = await import('./docker/open-project.ts');
    await openProject(runtime);
    const rotated = await rotateToken(paths.project.token);
    const text =
      'Run `gecko up` now: it brings the token into the containers, which take the old one.';
    ui.event({ type: 'note', text });
    return { json: { token: rotated, restarted: false }, text: () => rotated };
  }
  let token = '';
  const restarted = await supervisor.restartAround(async () => {
    token = await rotateToken(paths.project.token);
  }, signal);
  if (restarted) ui.event({ type: 'note', text: 'The services were started anew with it.' });
  return { json: { token, restarted }, text: () => token };
}
