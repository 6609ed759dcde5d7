import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { readToken, rotateToken } from '../state/token.ts';
import type { Report } from '../ui/ui.ts';
import { runtimeOf } from './choose-runtime.ts';

/**
 * The project's token, which every write over HTTP needs. Where this machine has none and the project runs in
 * containers, that is theirs; one that is made up here would lock the next command out.
 * @throws GeckoError NOTHING_THERE (exit 10), and in the docker runtime the engine's
 */
export async function showToken(runtime: Runtime): Promise<Report> {
  const { config, paths } = runtime;
  let token = readToken(paths.project.token);
  if (token === null && (await runtimeOf(runtime)) === 'docker') {
    const engine = await (await runtime.docker()).engine();
    const { adoptIdentity } = await import('./docker/adopt-identity.ts');
    await adoptIdentity(engine, await engine.snapshot(config.project), runtime);
    token = readToken(paths.project.token);
  }
  if (token === null)
    throw new GeckoError('NOTHING_THERE', `Project ${config.project} has no token yet`, {
      exitCode: exitCodes.nothing,
      hint: '`gecko up` starts the project and makes one.',
    });
  const shown = token;
  return { json: { token: shown }, text: () => shown };
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
