import type { Door, Probe } from '../../clients/door.ts';
import type { Runtime } from '../../runtime.ts';
import { isUsersOwn } from '../../stack/corpus-backend.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import { modelNames } from './model-names.ts';

/**
 * Asks a container, and then the way that others take to it: nginx may know an address only seconds later.
 * A user's own backend need not know the path: whatever it answers, it runs.
 */
export async function probeService(
  service: ServiceName,
  container: string,
  { door, config }: { door: Door; config: Runtime['config'] },
  signal: AbortSignal,
): Promise<Probe> {
  const isOwn = (service === 'rag' || service === 'qa') && isUsersOwn(service, config);
  const ask = async (whom: string | null): Promise<Probe> => {
    const probe = await door.probe(whom, signal);
    const { status = 0 } = probe;
    return isOwn && status >= 400 && status < 500 ? { ...probe, healthy: true } : probe;
  };
  const answered = await ask(service === 'web' ? null : container);
  if (!answered.healthy) return answered;
  if (service === 'rag' || service === 'qa') return ask(service);
  const isReached = service !== 'ollama' || (await modelNames(door.ollama, signal)) !== null;
  return isReached ? answered : { healthy: false, detail: 'the door does not reach it yet' };
}
