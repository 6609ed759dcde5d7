import type { QdrantSnapshots, Snapshot } from '../../clients/qdrant-snapshots.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { HeldSnapshots } from './held-snapshots.ts';
import type { LiveGeneration } from './live-generations.ts';

/** Both snapshots of a generation, and what they hold. */
export interface QuietSnapshots {
  /** Number of documents. */
  records: number;
  chunks: { snapshot: Snapshot; points: number };
  documents: { snapshot: Snapshot; points: number };
}

const TRIES = 3;

/**
 * Snapshots of chunks and documents that belong together: Qdrant makes them one after the other, so they
 * count only where no document has changed meanwhile.
 * @throws GeckoError BACKUP_BUSY (exit 22), and what the server throws
 */
export async function quietSnapshots(
  { collection, chunks, documents }: LiveGeneration,
  server: QdrantSnapshots,
  held: HeldSnapshots,
  { ui, signal }: Pick<Runtime, 'ui' | 'signal'>,
): Promise<QuietSnapshots> {
  const look = async () => {
    const { sum, count } = await server.records(documents, signal);
    const points = await Promise.all([chunks, documents].map((one) => server.count(one, signal)));
    return { sum, count, chunks: points[0] ?? 0, documents: points[1] ?? 0 };
  };
  for (let left = TRIES; left > 0; left -= 1) {
    const before = await look();
    const ofChunks = await held.create(chunks);
    signal.throwIfAborted();
    const ofDocuments = await held.create(documents);
    const after = await look();
    if (Object.values(before).join() === Object.values(after).join())
      return {
        records: after.count,
        chunks: { snapshot: ofChunks, points: after.chunks },
        documents: { snapshot: ofDocuments, points: after.documents },
      };
    await held.remove(chunks, ofChunks.name);
    await held.remove(documents, ofDocuments.name);
    const text = `Documents of ${collection} were written while its snapshots were made`;
    ui.event({ type: 'note', text: `${text}${left > 1 ? '; making them again' : ''}` });
  }
  throw new GeckoError(
    'BACKUP_BUSY',
    `Documents of ${collection} are written all the time, so no backup of one moment could be made`,
    {
      exitCode: exitCodes.conflict,
      hint: 'Run it again when the ingest has ended. Nothing was kept of this one.',
    },
  );
}
