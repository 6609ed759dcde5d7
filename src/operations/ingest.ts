import { existsSync } from 'node:fs';
import type { RagClient } from '../clients/rag.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Report, Style, Ui } from '../ui/ui.ts';
import { holdBackend } from './backend.ts';
import { counted } from './counted.ts';
import { fullStore } from './full-store.ts';
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
      text: `${counted(tally.leftOut, 'file')} left out: pictures, archives and the like are no documents`,
    });
  const confirmMove = (source: string, before: string, now: string) =>
    confirmSourceMove(source, before, now, ui);
  await recordSources({ targets, rootsFile, clock, signal, confirmMove });
  const { client, release } = await holdBackend(runtime);
  try {
    await bring(targets, files, { client, input, tally, runtime });
  } catch (error) {
    // What was sent before is in the corpus, and counts.
    if (tally.added + tally.updated > 0)
      ui.event({ type: 'note', text: `Until then: ${countsText(tally)}` });
    throw resumable(await fullStore(error, runtime));
  } finally {
    release();
  }
  const seconds = Math.round(clock.monotonic() - start) / 1_000;
  return {
    report: { json: { ...tally, seconds }, text: (style) => ingestText(tally, seconds, style) },
    exitCode: tally.failed.length > 0 ? exitCodes.partial : exitCodes.ok,
    tally,
  };
}

/** A folder that is gone has been moved; one that is still there would lose its name to another. */
async function confirmSourceMove(
  source: string,
  before: string,
  now: string,
  ui: Ui,
): Promise<void> {
  if (!existsSync(before)) {
    ui.event({
      type: 'note',
      text: `The source ${source} was ${before}, and is ${now} from now on`,
    });
    return;
  }
  if (await ui.confirm(`The source ${source} is ${before}. Give its name to ${now}?`, '--yes'))
    return;
  throw new GeckoError('NOT_CONFIRMED', `The source ${source} stays ${before}`, {
    exitCode: exitCodes.confirmation,
    hint: 'Nothing was sent. Choose another name with --source, or none.',
  });
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
  try {
    await sendFiles({ files, client, collection, limit, tally, signal, onDone });
  } finally {
    ui.event({ type: 'progress-end', id: 'ingest' });
  }
  if (input.prune) await prune({ targets, files, client, collection, tally, ui, signal });
}

/** A backend that went away keeps what it has: the same command goes on from there. */
function resumable(error: unknown): unknown {
  if (!(error instanceof GeckoError) || error.code !== 'BACKEND_UNREACHABLE') return error;
  return new GeckoError(error.code, error.message, {
    exitCode: error.exitCode,
    hint: 'Run the same command again: it goes on where it stopped.',
    cause: error,
  });
}

function countsText({ added, updated, unchanged, removed }: Tally): string {
  const counts = [`${added} added`, `${updated} updated`, `${unchanged} unchanged`];
  return [...counts, ...(removed > 0 ? [`${removed} removed`] : [])].join(', ');
}

function ingestText(tally: Tally, seconds: number, style: Style): string {
  const { added, updated, failed, chunks, embedded } = tally;
  const failures = failed.length > 0 ? `, ${style.red(`${failed.length} failed`)}` : '';
  const sent = added + updated > 0 ? `; ${counted(chunks, 'chunk')}, ${embedded} embedded` : '';
  return [
    `${countsText(tally)}${failures}${sent}; ${seconds.toFixed(1)} s`,
    ...failed.map(({ source, reason }) => `  ${oneLine(`${source}: ${reason}`)}`),
  ].join('\n');
}
