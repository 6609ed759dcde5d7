import { rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { langchainDocuments } from '../../adopt/langchain-documents.ts';
import type { Passage } from '../../adopt/passage.ts';
import { toPassage } from '../../adopt/to-passage.ts';
import type { OldQdrant } from '../../clients/old-qdrant.ts';
import type { RagClient } from '../../clients/rag.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { SourceFile } from '../ingest/gather.ts';
import { sendFiles } from '../ingest/send.ts';
import { newTally, type Reason } from '../ingest/tally.ts';
import { removeAll } from '../remove-all.ts';
import { sourceFor } from './source-for.ts';
import type { OldCollection } from './survey-old.ts';

/** A collection whose documents came along. */
export interface Brought {
  /** In the old Qdrant. */
  from: string;
  /** In gecko's. */
  collection: string;
  /** Name of their source. */
  source: string;
  passages: number;
  documents: number;
  /** Made by this attempt: what was there already is not made again. */
  chunks: number;
  /** Documents whose passages do not tell their order. */
  unordered: number;
  failed: readonly Reason[];
}

/**
 * Reads a collection of langchain and sends its documents to gecko as any others: parsed, cut and embedded
 * anew. What is there of them already stays; what an earlier attempt has sent and is gone since goes.
 * @throws GeckoError INTEGRITY (exit 25) where not every point arrived, and what the backend answers
 */
export async function bringDocuments(
  { name, points }: OldCollection,
  collection: string,
  { qdrant, client, runtime }: { qdrant: OldQdrant; client: RagClient; runtime: Runtime },
): Promise<Brought> {
  const { ui, signal, config, paths } = runtime;
  const passages = await readAll(name, points, qdrant, runtime);
  const { documents, unordered } = langchainDocuments(passages);
  const folder = join(paths.project.folder, 'adopting');
  const source = await sourceFor(name, join(folder, name), runtime);
  const tally = newTally();
  rmSync(folder, { recursive: true, force: true });
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = new Map<string, SourceFile>();
    for (const [index, { path, text }] of documents.entries()) {
      signal.throwIfAborted();
      const file = join(folder, String(index));
      await writeFile(file, text, { mode: 0o600 });
      const size = Buffer.byteLength(text);
      files.set(`${source}/${path}`, { source, root: folder, path, file, size });
    }
    let done = 0;
    const total = files.size;
    await sendFiles({
      ...{ files, client, collection, tally, signal },
      limit: config.limits.document,
      onDone() {
        done += 1;
        const text = `Embedding ${name}`;
        ui.event({ type: 'progress', id: 'embed', text, done, total, unit: 'items' });
      },
    });
    await removeOthers(source, collection, files, client, runtime);
  } finally {
    ui.event({ type: 'progress-end', id: 'embed' });
    await rm(folder, { recursive: true, force: true });
  }
  return {
    ...{ from: name, collection, source, unordered, failed: tally.failed },
    passages: passages.length,
    documents: documents.length - tally.failed.length,
    chunks: tally.chunks,
  };
}

async function readAll(
  name: string,
  points: number,
  qdrant: OldQdrant,
  { ui, signal }: Runtime,
): Promise<Passage[]> {
  const passages: Passage[] = [];
  let done = 0;
  for await (const point of qdrant.points(name, signal)) {
    done += 1;
    const passage = toPassage(point);
    if (passage) passages.push(passage);
    if (done % 256 === 0)
      ui.event({
        ...{ type: 'progress', id: 'read', text: `Reading ${name}` },
        ...{ done, total: points, unit: 'items' },
      });
  }
  ui.event({ type: 'progress-end', id: 'read' });
  if (done === points) return passages;
  throw new GeckoError('INTEGRITY', `Of ${points} points of ${name}, ${done} were read`, {
    exitCode: exitCodes.integrity,
    hint: 'Nothing of the old stack was changed. Run gecko adopt again.',
    details: { collection: name, points, read: done },
  });
}

/** Of an attempt before this one. */
async function removeOthers(
  source: string,
  collection: string,
  files: ReadonlyMap<string, SourceFile>,
  client: RagClient,
  { ui, signal }: Runtime,
): Promise<void> {
  if (files.size === 0) return;
  const documents: { id: string }[] = [];
  for await (const { id, path } of client.allDocuments({ collection, source }, signal))
    if (!files.has(`${source}/${path}`)) documents.push({ id });
  if (documents.length > 0) await removeAll({ documents, client, collection, ui, signal });
}
