import type { CoreConfig } from '@gecko/core/config';
import type { SystemReport } from '@gecko/core/contract/system-report';
import type { BrowserSession } from '@gecko/core/http/browser-session';
import type { Gate } from '@gecko/core/http/gate';
import type { SignInOptions } from '@gecko/core/http/sign-in';
import type { Log } from '@gecko/core/log';
import type { CarryProgress, CarryReport } from '@gecko/core/store/carry-corpus';
import type { DamagedStore, StoredCollection } from '@gecko/core/store/lance/restore-folder';
import type { ProvenCollection } from '@gecko/core/store/prove-store';
import type {
  RestoredCollection,
  WantedCollection,
} from '@gecko/core/store/qdrant/restore-generations';
import type { Clock } from '../runtime.ts';
import type { Handler } from './web-app.ts';

export type {
  BrowserSession,
  CarryReport,
  CoreConfig,
  DamagedStore,
  Log,
  ProvenCollection,
  RestoredCollection,
  StoredCollection,
  WantedCollection,
};

/** Bytes of the embedding weights that have come so far. */
export interface FetchProgress {
  source: string;
  file: string;
  received: number;
  /** Null where the source does not say. */
  total: number | null;
}

export interface OpenOptions {
  config: CoreConfig;
  log(service: string): Log;
  progress(event: FetchProgress): void;
  /** What the process knows of the whole system. */
  observe(): Promise<SystemReport>;
  signal: AbortSignal;
}

/** The two backends, opened, over one core. */
export interface Backends {
  rag: Handler;
  qa: Handler;
  /** Finishes the commit under way and frees everything. */
  close(): Promise<void>;
}

/** Everything of services/ and of Node's HTTP adapter that the embedded runtime will ever need. */
export interface Services {
  openBackends(options: OpenOptions): Promise<Backends>;
  requestListener(handler: Handler): import('node:http').RequestListener;
  /** @param names allowed besides the loopback names, without port */
  isAllowedHost(request: Request, names: readonly string[]): boolean;
  createGate(log: Log): Gate;
  closeServer(server: import('node:http').Server, clock: Clock): Promise<void>;
  createBrowserSession(options: SignInOptions): BrowserSession;
}

/**
 * Loads the services. The one place of src/ that does, so that the command line stays light. All that
 * a running daemon needs is loaded here, but for its workers: its files may be replaced while it runs.
 */
export async function loadServices(): Promise<Services> {
  const [
    { openCore },
    { createRagApp },
    { createQaApp },
    { systemClock },
    { isAllowedHost },
    { createGate },
    { closeServer },
    { createBrowserSession },
    { getRequestListener },
  ] = await Promise.all([
    import('@gecko/core/open-core'),
    import('@gecko/rag/app'),
    import('@gecko/qa/app'),
    import('@gecko/core/clock'),
    import('@gecko/core/http/guard/host'),
    import('@gecko/core/http/gate'),
    import('@gecko/core/http/close-server'),
    import('@gecko/core/http/browser-session'),
    import('@hono/node-server'),
  ]);
  return {
    async openBackends({ config, log, progress, observe, signal }) {
      const tools = { clock: systemClock, log: log('core'), progress, signal };
      const core = { ...(await openCore(config, tools)), observe };
      const rag = createRagApp({ ...core, log: log('rag') });
      const qa = createQaApp({ ...core, log: log('qa') });
      return { rag: rag.fetch, qa: qa.fetch, close: () => core.close() };
    },
    isAllowedHost,
    createGate,
    closeServer,
    createBrowserSession,
    requestListener: (handler) => getRequestListener(handler, { overrideGlobalObjects: false }),
  };
}

/** Loads what brings models that run in process. */
export async function loadModels() {
  const [
    { pullModel },
    { bringLlama, checkModel },
    { openModelFolder },
    { knownModels },
    { systemClock },
  ] = await Promise.all([
    import('@gecko/core/models/pull-model'),
    import('@gecko/core/models/llama-package'),
    import('@gecko/core/models/model-folder'),
    import('@gecko/core/models/model-catalog'),
    import('@gecko/core/clock'),
  ]);
  return { pullModel, bringLlama, checkModel, openModelFolder, knownModels, systemClock };
}

/** The embedding weights, fetched where they are not here; or why they cannot be had. */
export async function fetchWeights(
  config: CoreConfig['weights'],
  progress: (event: FetchProgress) => void,
  signal: AbortSignal,
): Promise<{ model: string; tokenizer: string; sha256: string } | { absence: string }> {
  const [{ findWeights }, { systemClock }] = await Promise.all([
    import('@gecko/core/embed/weights'),
    import('@gecko/core/clock'),
  ]);
  const found = await findWeights({
    config,
    wanted: null,
    progress,
    signal,
    log: () => {},
    clock: systemClock,
  });
  return 'model' in found ? found : { absence: found.reason };
}

/** Weights that are brought as files, into the cache; a reason in words where they are not known ones. */
export async function keepWeights(
  ...input: Parameters<typeof import('@gecko/core/embed/keep-weights')['keepWeights']>
): Promise<string | null> {
  const { keepWeights } = await import('@gecko/core/embed/keep-weights');
  return keepWeights(...input);
}

/** Whether both files are those of one known set. @param sums sha256 of each */
export async function areWeightsKnown(
  sums: Readonly<Record<'model' | 'tokenizer', string>>,
): Promise<boolean> {
  const { knownSets } = await import('@gecko/core/embed/weights-catalog');
  return knownSets.some(
    ({ model, tokenizer }) => model.sha256 === sums.model && tokenizer.sha256 === sums.tokenizer,
  );
}

/** Whether weights with this sha256 can be kept in the cache. */
export async function areWeightsKeepable(sha256: string): Promise<boolean> {
  const { isKeepable } = await import('@gecko/core/embed/keep-weights');
  return isKeepable(sha256);
}

export interface CarryInput {
  /** Folder of the embedded store. */
  folder: string;
  qdrant: { url: string; apiKey: string; token: string };
  to: 'docker' | 'embedded';
  version: string;
  progress(progress: CarryProgress): void;
  /** Gets as warnings what fails once the names are switched. */
  log: Log;
  signal: AbortSignal;
}

/**
 * Carries the corpus between the stores of the two runtimes, this process being the only one that has the
 * embedded store open. @throws ServiceError of either store, INTEGRITY where not all arrives
 */
export async function carryBetween(input: CarryInput): Promise<CarryReport> {
  const [{ openLanceStore }, { openQdrantStore }, { carryCorpus }, { systemClock }] =
    await Promise.all([
      import('@gecko/core/store/lance/lance-store'),
      import('@gecko/core/store/qdrant/qdrant-store'),
      import('@gecko/core/store/carry-corpus'),
      import('@gecko/core/clock'),
    ]);
  const { folder, qdrant, to, version, progress, log, signal } = input;
  const shared = { clock: systemClock, log: () => {}, writer: `gecko ${version}` };
  const there = await openQdrantStore({ ...qdrant, ...shared });
  const here = await openLanceStore({ folder, ...shared });
  try {
    const [from, into] = to === 'docker' ? [here, there] : [there, here];
    await into.sweep();
    return await carryCorpus(from, into, { signal, onProgress: progress, log });
  } finally {
    await Promise.all([here.close(), there.close()]);
  }
}

export interface RestoreInput {
  qdrant: { url: string; apiKey: string; token: string };
  wanted: readonly WantedCollection[];
  /** Fills one of the two collections of a fresh generation. @param physical its name in Qdrant */
  fill(collection: string, part: 'chunks' | 'documents', physical: string): Promise<void>;
  version: string;
  /** Gets as warnings what fails once the names are switched. */
  log: Log;
  signal: AbortSignal;
}

/**
 * Makes fresh generations in Qdrant, has them filled, and switches all names to them at once.
 * @throws ServiceError INTEGRITY where not all arrived, what `fill` throws, and the store's
 */
export async function restoreIntoQdrant(input: RestoreInput): Promise<RestoredCollection[]> {
  const [{ restoreGenerations }, { systemClock }] = await Promise.all([
    import('@gecko/core/store/qdrant/restore-generations'),
    import('@gecko/core/clock'),
  ]);
  const { qdrant, wanted, version, fill, log, signal } = input;
  const writer = `gecko ${version}`;
  return restoreGenerations(wanted, { ...qdrant, clock: systemClock, writer, fill, log, signal });
}

/** Loads what looks into embedded stores, and restores into one. */
export async function loadFolders() {
  const { describeFolder, examineFolder, proveRestored, restoreFolder } = await import(
    '@gecko/core/store/lance/restore-folder'
  );
  return { describeFolder, examineFolder, proveRestored, restoreFolder };
}

/** Loads what looks whether a restored store holds what it should. */
export async function loadProvers() {
  const { proveFolder } = await import('@gecko/core/store/lance/prove-folder');
  const { proveQdrant } = await import('@gecko/core/store/qdrant/prove-qdrant');
  return { proveFolder, proveQdrant };
}
