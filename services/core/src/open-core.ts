import { dirname } from 'node:path';
import type { Clock } from './clock.ts';
import type { CoreConfig } from './config.ts';
import type { Core } from './core.ts';
import { hasEmbedder } from './core.ts';
import { openPreparer } from './documents/preparer.ts';
import { openEmbedder } from './embed/embedder.ts';
import type { FetchProgress } from './embed/weights-source.ts';
import { createGeneratorProvider } from './generate/choose.ts';
import { type Budget, createBudget } from './ingest/budget.ts';
import { createIngest, type Ingest } from './ingest/ingest.ts';
import type { Log } from './log.ts';
import { openLanceStore } from './store/lance/lance-store.ts';
import { startUpkeep } from './store/upkeep.ts';

/** Limits of a parser thread: a document that needs more is refused by name. */
const PARSER_LIMITS = { milliseconds: 120_000, heapMegabytes: 512, queued: 1_000 };

/** The parts of a process, opened, with what its backends share. */
export interface OpenedCore extends Core {
  ingest: Ingest;
  /** Turns of generation, in the order of asking. */
  turns: Budget;
  /** Finishes the commit under way, then frees everything. */
  close(): Promise<void>;
}

export interface OpenTools {
  clock: Clock;
  log: Log;
  progress?: (event: FetchProgress) => void;
  signal: AbortSignal;
}

/**
 * Opens store, embedder, parsers and generator. Chooses the weights that the default collection was
 * made with, where it exists.
 */
export async function openCore(config: CoreConfig, tools: OpenTools): Promise<OpenedCore> {
  const { clock, log, signal } = tools;
  const store = await openLanceStore({
    folder: config.dataFolder,
    clock,
    log,
    writer: `gecko ${config.version}`,
  });
  const { removedChunks } = await store.sweep();
  if (removedChunks > 0) log('warn', 'removed what an interrupted run left', { removedChunks });
  const live = await store.resolve(config.collection);
  const embedder = await openEmbedder({
    config: config.weights,
    threads: config.threads,
    wanted: live?.info.fingerprint.weights ?? null,
    ...(tools.progress ? { progress: tools.progress } : {}),
    signal,
    log,
    clock,
  });
  const preparer = await openPreparer({
    tokenizerFolder: hasEmbedder(embedder) ? dirname(embedder.tokenizerFile) : null,
    language: config.language,
    workers: Math.max(1, config.threads - 1),
    limits: PARSER_LIMITS,
    clock,
    log,
  });
  const generator = createGeneratorProvider(config.generator, {
    clock,
    log,
    embed: hasEmbedder(embedder) ? embedder.embedTexts : null,
  });
  const upkeep = startUpkeep(store, { clock, log });
  const core: Core = { config, clock, log, store, preparer, embedder, generator };
  return {
    ...core,
    ingest: createIngest(core),
    turns: createBudget(config.limits.concurrency),
    async close() {
      upkeep.stop();
      await preparer.close();
      if (hasEmbedder(embedder)) await embedder.close();
      await store.close();
    },
  };
}
