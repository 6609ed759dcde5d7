import type { Clock } from './clock.ts';
import type { CoreConfig } from './config.ts';
import type { DocumentPreparer } from './documents/port.ts';
import type { Embedder, EmbedderAbsence } from './embed/port.ts';
import type { Generator } from './generate/port.ts';
import type { Log } from './log.ts';
import type { Store } from './store/port.ts';

/** The parts that both backends share; one instance serves rag, qa and ingest in a process. */
export interface Core {
  config: CoreConfig;
  clock: Clock;
  log: Log;
  store: Store;
  preparer: DocumentPreparer;
  embedder: Embedder | EmbedderAbsence;
  /** The generator to use now and why; probes at most every few seconds. */
  generator(): Promise<Generator>;
}

export function hasEmbedder(embedder: Core['embedder']): embedder is Embedder {
  return 'embedTokens' in embedder;
}
