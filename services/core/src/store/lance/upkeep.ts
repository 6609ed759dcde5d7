import type { Table } from '@lancedb/lancedb';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { reasonOf } from '../../reason-of.ts';
import type { Generation } from '../port.ts';
import type { WriterQueue } from '../writer-queue.ts';
import { keepDenseIndex } from './dense-index.ts';
import { buildLexIndex, type LexCoverage, lexCoverage } from './lex-index.ts';
import type { Lance } from './load.ts';
import { withDeadline } from './with-deadline.ts';
import { write } from './write.ts';

/** From this many chunks on, an index is faster than reading every vector. */
const DENSE_INDEX_FROM = 5_000;

/**
 * Versions younger than this may still be read by a query. Each clean-up opens all that it keeps,
 * 0.3 ms each, and a commit leaves four: a fast stream of small ones would spend its time there.
 */
const KEEP_VERSIONS_MS = 10_000;

/** Every commit leaves small files, each of which a query opens: so many, then they become one. */
const MOST_COMMITS = 100;

const COMPACTION_MS = 2 * 60_000;
const INDEX_MS = 5 * 60_000;

export interface UpkeepParts {
  lance: Lance;
  chunks: Table;
  documents: Table;
  info: () => Generation;
  queue: WriterQueue;
  clock: Clock;
  log: Log;
  /** Every row is in the full-text index now: what was counted before may be inexact. */
  onTermsIndexed: () => void;
}

/** Compaction and indexes of one generation. A failure is logged and tried again at the next call. */
export interface Upkeep {
  /**
   * To be called in the writer's queue, with chunks added that are not yet visible. Rows outside
   * the full-text index are scored by the index's statistics, which are wrong, down to dropped hits,
   * while it holds little. So it keeps four fifths of all rows; the cost is spread, because the
   * table has to grow by a quarter in between. Where it cannot be built, the commit goes on without.
   *
   * @param added rows
   */
  beforeVisible(added: number): Promise<void>;
  /** To be called in the writer's queue: compacts after many commits. */
  afterCommit(): Promise<void>;
  /** Compacts, takes new rows into the indexes, keeps a dense index when there are enough; does nothing where nothing changed. */
  run(): Promise<void>;
}

export function createUpkeep(parts: UpkeepParts): Upkeep {
  const { lance, chunks, documents, info, queue, clock, log, onTermsIndexed } = parts;
  let commits = 0;
  /** Counted on from what the table said: asking it takes ten times as long as a small commit. */
  let coverage: LexCoverage | undefined;
  /** Work that is under way, or goes on beyond its deadline. */
  let overdue: string | null = null;
  /** Versions after the last compaction, and whether their predecessors are gone. */
  let settled: { versions: string; at: number; clean: boolean } | undefined;

  return {
    async beforeVisible(added) {
      if (coverage) coverage.unindexed += added;
      else coverage = await lexCoverage(chunks);
      if (coverage.unindexed * 4 > coverage.indexed) await reported(indexTerms);
    },
    async afterCommit() {
      commits += 1;
      if (commits >= MOST_COMMITS) await reported(compact);
    },
    async run() {
      await reported(() => queue.run(compactWhereDue));
    },
  };

  async function reported(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      log('warn', 'upkeep of the store failed; it is tried again later', {
        table: info().physical,
        reason: reasonOf(error),
      });
    }
  }

  async function compactWhereDue(): Promise<void> {
    if (settled === undefined || settled.versions !== (await versions())) return compact();
    if (settled.clean || clock.now() - settled.at < KEEP_VERSIONS_MS) return;
    await optimize();
    settled.clean = true;
  }

  async function compact(): Promise<void> {
    commits = 0;
    // With no row left to merge, optimize leaves this index alone.
    if ((await lexCoverage(chunks)).unindexed > 0) await indexTerms();
    await optimize();
    await ensureDenseIndex();
    settled = { versions: await versions(), at: clock.now(), clean: false };
  }

  async function optimize(): Promise<void> {
    const cleanupOlderThan = new Date(clock.now() - KEEP_VERSIONS_MS);
    for (const table of [chunks, documents]) {
      await within(COMPACTION_MS, `compaction of ${table.name}`, async () => {
        await write(() => table.optimize({ cleanupOlderThan }));
      });
    }
  }

  async function indexTerms(): Promise<void> {
    coverage = undefined;
    await within(INDEX_MS, `the full-text index of ${chunks.name}`, () =>
      buildLexIndex(lance, chunks),
    );
    onTermsIndexed();
  }

  async function versions(): Promise<string> {
    return `${await chunks.version()}/${await documents.version()}`;
  }

  async function ensureDenseIndex(): Promise<void> {
    if (info().fingerprint.model === null) return;
    if ((await chunks.countRows()) < DENSE_INDEX_FROM) return;
    await within(INDEX_MS, `the dense index of ${chunks.name}`, () =>
      keepDenseIndex(lance, chunks),
    );
  }

  /**
   * Native work cannot be stopped: what outlives its deadline goes on, and until it has ended nothing
   * else that moves rows or builds indexes is begun.
   */
  async function within(
    milliseconds: number,
    what: string,
    begin: () => Promise<void>,
  ): Promise<void> {
    if (overdue !== null) throw new Error(`${overdue} has not ended yet`);
    overdue = what;
    const work = begin().finally(() => {
      overdue = null;
    });
    await withDeadline(clock, milliseconds, what, work);
  }
}
