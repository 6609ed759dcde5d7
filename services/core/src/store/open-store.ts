import type { Clock } from '../clock.ts';
import type { CoreConfig } from '../config.ts';
import type { Log } from '../log.ts';
import type { Store } from './port.ts';

/** Opens the store of a process. Each adapter is loaded only where it is used: images lack the other's packages. */
export async function openStore(
  {
    store = { kind: 'lance' },
    dataFolder: folder,
    version,
  }: Pick<CoreConfig, 'store' | 'dataFolder' | 'version'>,
  { clock, log }: { clock: Clock; log: Log },
): Promise<Store> {
  const writer = `gecko ${version}`;
  if (store.kind === 'qdrant') {
    const { openQdrantStore } = await import('./qdrant/qdrant-store.ts');
    return openQdrantStore({ ...store, clock, log, writer });
  }
  const { openLanceStore } = await import('./lance/lance-store.ts');
  return openLanceStore({ folder, clock, log, writer });
}
