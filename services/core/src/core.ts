import type { Clock } from './clock.ts';
import type { CoreConfig } from './config.ts';
import type { SystemReport } from './contract/system-report.ts';
import type { DocumentPreparer } from './documents/port.ts';
import type { Embedder, EmbedderAbsence } from './embed/port.ts';
import type { NamedModel } from './generate/named-generators.ts';
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
  /**
   * The generator to use now and why; probes at most every few seconds.
   * @param model asked for by name, instead of the configured one
   * @throws ServiceError MODEL_UNKNOWN, with the list of those that there are
   */
  generator(model?: string): Promise<Generator>;
  /**
   * What the process around this knows of the whole system now; absent where gecko alone sees it, and tells it
   * by `PUT /system`.
   */
  observe?(): Promise<SystemReport>;
  /** Language models that may be asked for by name. */
  models(): Promise<NamedModel[]>;
}

export function hasEmbedder(embedder: Core['embedder']): embedder is Embedder {
  return 'embedTokens' in embedder;
}
