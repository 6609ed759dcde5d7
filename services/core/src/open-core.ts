import { dirname } from 'node:path';
import type { Clock } from './clock.ts';
import type { CoreConfig } from './config.ts';
import type { Core } from './core.ts';
import { hasEmbedder } from './core.ts';
import { openPreparer } from './documents/preparer.ts';
import { openEmbedder } from './embed/embedder.ts';
import type { FetchProgress } from './embed/weights-source.ts';
import { createGeneratorProvider } from './generate/choose.ts';
import { milliseconds } from './generate/gguf/keep-alive.ts';
import { createLlamaHost } from './generate/gguf/llama-host.ts';
import { createNamedGenerators } from './generate/named-generators.ts';
import { type Budget, createBudget } from './ingest/budget.ts';
import { createIngest, type Ingest } from './ingest/ingest.ts';
import type { Log } from './log.ts';
import { reasonOf } from './reason-of.ts';
import { openStore } from './store/open-store.ts';
import { startUpkeep } from './store/upkeep.ts';

/** Limits of a parser: a document that needs more is refused by name. */
const PARSER_LIMITS = {
  milliseconds: 120_000,
  idleMilliseconds: 60_000,
  heapMegabytes: 512,
  processMegabytes: 1_024,
  queued: 1_000,
};

/** Parsers at once: as many keep any number of cores busy with embedding. */
const MOST_PARSERS = 8;

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
 * made with, where it exists. Where one cannot be opened, those before are closed again.
 */
export async function openCore(config: CoreConfig, tools: OpenTools): Promise<OpenedCore> {
  const opened: (() => Promise<void> | void)[] = [];
  const close = () => closeAll(opened);
  try {
    const core = await openParts(config, tools, (closePart) => opened.push(closePart));
    const turns = createBudget(config.limits.concurrency);
    return { ...core, ingest: createIngest(core), turns, close };
  } catch (error) {
    await close().catch((also) => tools.log('warn', 'closing failed', { reason: reasonOf(also) }));
    throw error;
  }
}

async function openParts(
  config: CoreConfig,
  { clock, log, progress, signal }: OpenTools,
  opened: (close: () => Promise<void> | void) => void,
): Promise<Core> {
  const { weights, threads, collection, language } = config;
  const store = await openStore(config, { clock, log });
  opened(() => store.close());
  const { removedChunks } = await store.sweep();
  if (removedChunks > 0) log('warn', 'removed what an interrupted run left', { removedChunks });
  const live = await store.resolve(collection);
  const embedder = await openEmbedder({
    config: weights,
    threads,
    wanted: live?.info.fingerprint.weights ?? null,
    ...(progress ? { progress } : {}),
    signal,
    log,
    clock,
  });
  if (hasEmbedder(embedder)) opened(() => embedder.close());
  const preparer = await openPreparer({
    tokenizerFolder: hasEmbedder(embedder) ? dirname(embedder.tokenizerFile) : null,
    language,
    workers: Math.min(MOST_PARSERS, Math.max(1, threads - 1)),
    limits: PARSER_LIMITS,
    clock,
    log,
  });
  opened(() => preparer.close());
  const embed = hasEmbedder(embedder) ? embedder.embedTexts : null;
  const host = createLlamaHost({ keepAlive: milliseconds(config.generator.keepAlive), clock, log });
  opened(host.close);
  const tools = { clock, log, embed, host };
  const usual = createGeneratorProvider(config.generator, tools);
  const { generator, models } = createNamedGenerators(config.generator, usual, tools);
  opened(startUpkeep(store, { clock, log }).stop);
  return { config, clock, log, store, preparer, embedder, generator, models };
}

/** The last opened first; all of them, whatever one of them throws. */
async function closeAll(opened: readonly (() => Promise<void> | void)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of opened.toReversed())
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  if (failures.length > 0) throw failures[0];
}
