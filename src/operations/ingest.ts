import type { RagClient } from '../clients/rag.ts';
import { exitCodes } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { announceIngest } from '../state/running-ingests.ts';
import type { Report, Style } from '../ui/ui.ts';
import { ensureBackend } from './backend.ts';
import { gatherFiles, type SourceFile } from './ingest/gather.ts';
import { prune } from './ingest/prune.ts';
import { sendFiles } from './ingest/send.ts';
import { newTally, type Tally } from './ingest/tally.ts';
import { findTargets, recordSources, type Target } from './ingest/targets.ts';
import { oneLine } from './one-line.ts';

export interface IngestInput {
  paths: readonly string[];
  collection?: string | undefined;
  /** Name of the source in place of the folder's. */
  source?: string | undefined;
  prune: boolean;
}

export interface IngestResult {
  report: Report;
  exitCode: number;
  tally: Tally;
}

/**
 * Brings files and folders into the corpus; sends only what is new or changed.
 * @throws GeckoError PATH_MISSING, FOLDER_EMPTY (exit 2), PRUNE_REFUSED, CONFIRMATION_NEEDED (5),
 * and what the backend answers
 */
export async function ingest(input: IngestInput, runtime: Runtime): Promise<IngestResult> {
  const { clock, paths, signal, ui } = runtime;
  const start = clock.monotonic();
  const tally = newTally();
  const rootsFile = paths.project.roots;
  const targets = findTargets({ ...input, rootsFile });
  const files = await gatherFiles(targets, { prune: input.prune, tally, signal });
  for (const { source, reason } of tally.skipped)
    ui.event({ type: 'warning', text: `${source} left out: ${reason}` });
  if (tally.leftOut > 0)
    ui.event({
      type: 'note',
      text: `${tally.leftOut} files left out that are no documents: pictures, archives and the like`,
    });
  const onMoved = (source: string, before: string, now: string) =>
    ui.event({ type: 'note', text: `The source ${source} was ${before}; it is ${now} now` });
  await recordSources({ targets, rootsFile, clock, signal, onMoved });
  const ended = announceIngest(paths.project.ingests);
  try {
    const client = await ensureBackend(runtime);
    await bring(targets, files, { client, input, tally, runtime });
  } finally {
    ended();
  }
  const seconds = Math.round(clock.monotonic() - start) / 1_000;
  return {
    report: { json: { ...tally, seconds }, text: (style) => ingestText(tally, seconds, style) },
    exitCode: tally.failed.length > 0 ? exitCodes.partial : exitCodes.ok,
    tally,
  };
}

interface Bringing {
  client: RagClient;
  input: IngestInput;
  tally: Tally;
  runtime: Runtime;
}

/** Sends what is new, then removes what is gone where that is asked for. */
async function bring(
  targets: readonly Target[],
  files: ReadonlyMap<string, SourceFile>,
  { client, input, tally, runtime: { config, signal, ui } }: Bringing,
): Promise<void> {
  const collection = input.collection ?? config.corpus.collection;
  let done = 0;
  const onDone = () => {
    done += 1;
    ui.event({
      type: 'progress',
      id: 'ingest',
      text: 'Ingesting',
      done,
      total: files.size,
      unit: 'items',
    });
  };
  const limit = config.limits.document;
  await sendFiles({ files, client, collection, limit, tally, signal, onDone });
  ui.event({ type: 'progress-end', id: 'ingest' });
  if (input.prune) await prune({ targets, files, client, collection, tally, ui, signal });
}

function ingestText(tally: Tally, seconds: number, style: Style): string {
  const { added, updated, unchanged, removed, failed, chunks, embedded } = tally;
  const counts = [`${added} added`, `${updated} updated`, `${unchanged} unchanged`];
  if (removed > 0) counts.push(`${removed} removed`);
  if (failed.length > 0) counts.push(style.red(`${failed.length} failed`));
  const sent = added + updated > 0 ? `; ${chunks} chunks, ${embedded} embedded` : '';
  return [
    `${counts.join(', ')}${sent}; ${seconds.toFixed(1)} s`,
    ...failed.map(({ source, reason }) => `  ${oneLine(`${source}: ${reason}`)}`),
  ].join('\n');
}
