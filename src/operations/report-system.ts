import type { System } from '@gecko/core/contract/system';
import type { SystemReport } from '@gecko/core/contract/system-report';
import type { RagClient } from '../clients/rag.ts';
import { GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { ownBackends } from '../stack/corpus-backend.ts';
import { readToken } from '../state/token.ts';
import { runtimeOf } from './choose-runtime.ts';
import { backendUrl } from './docker/door-url.ts';
import { withoutSecrets } from './system/without-secrets.ts';

/** What was told before; null where nobody can be asked. */
export type ToldBefore = () => Promise<System['report'] | null>;

/**
 * Tells the backends what gecko has seen of the whole system, for the page. Whatever comes of it is no failure
 * of the command that saw it: where nobody takes it, a verbose line says why.
 * @param see what to tell; made only where somebody is there to be told
 */
export async function reportSystem(
  see: (before: ToldBefore) => Promise<SystemReport> | SystemReport,
  runtime: Runtime,
): Promise<void> {
  const { ui, signal } = runtime;
  if (signal.aborted) return;
  try {
    const clients = await backendsOf(runtime);
    const [first] = clients;
    if (!first) return;
    const seen = await see(() => toldBefore(first, signal));
    await tell(withoutSecrets(seen, runtime), clients, signal);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof GeckoError)) throw error;
    ui.event({ type: 'verbose', text: `The page was not told: ${error.message}` });
  }
}

async function toldBefore(client: RagClient, signal: AbortSignal) {
  try {
    return (await client.system(signal)).report;
  } catch (error) {
    if (error instanceof GeckoError) return null;
    throw error;
  }
}

/**
 * One backend puts it where all find it. Where it cannot, because the store does not answer, each is to
 * remember it.
 */
async function tell(
  report: SystemReport,
  clients: readonly RagClient[],
  signal: AbortSignal,
): Promise<void> {
  let failure: unknown = null;
  for (const client of clients) {
    try {
      if ((await client.tellSystem(report, signal)).kept === 'store') return;
    } catch (error) {
      signal.throwIfAborted();
      failure = error;
    }
  }
  if (failure !== null) throw failure;
}

/** Of this project, where it runs; nothing is started. A user's own backend knows no such thing. */
async function backendsOf(runtime: Runtime): Promise<RagClient[]> {
  const { config, connect, paths, supervisor } = runtime;
  const token = readToken(paths.project.token);
  if (token === null) return [];
  if ((await runtimeOf(runtime)) === 'docker') {
    const urls = await Promise.all(ownBackends(config).map((name) => backendUrl(name, runtime)));
    return urls.map((url) => connect(url, token));
  }
  const daemon = await supervisor.find();
  return daemon ? [daemon.urls.rag, daemon.urls.qa].map((url) => connect(url, token)) : [];
}
