import type { ManifestFile } from '../../archive/repository/manifest.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { QdrantSnapshots, Snapshot } from '../../clients/qdrant-snapshots.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { foreignCollections } from './foreign-collections.ts';
import { holdSnapshots } from './held-snapshots.ts';
import { liveGenerations } from './live-generations.ts';
import { quietSnapshots } from './quiet-snapshots.ts';
import { nothingSaved, type Saved } from './saved.ts';
import { storeAll, type WaitingFile } from './store-all.ts';

/**
 * Stores what the stack's Qdrant holds, through snapshots of its own, which are removed again whatever
 * happens: every collection that a name stands for, and those of other programs.
 * @throws GeckoError BACKUP_BUSY (exit 22), NO_SPACE (24), INTEGRITY (25), and what the server throws
 */
export async function saveQdrant(
  server: QdrantSnapshots,
  place: RepositoryPlace,
  runtime: Runtime,
  { reread = false } = {},
): Promise<Saved> {
  const { ui, signal } = runtime;
  const survey = await server.survey(signal);
  const held = await holdSnapshots(server, runtime);
  try {
    const waiting: WaitingFile[] = [];
    const wait = (path: string, collection: string, snapshot: Snapshot) =>
      waiting.push({
        path,
        size: snapshot.size,
        isTar: true,
        read: () => server.read(collection, snapshot.name, signal),
        async stored(file) {
          checkArrived(file, snapshot);
          await held.remove(collection, snapshot.name);
        },
      });
    const collections = [];
    for (const live of liveGenerations(survey)) {
      ui.event({ type: 'step', text: `Making snapshots of ${live.collection}` });
      const quiet = await quietSnapshots(live, server, held, runtime);
      const { chunks, documents, records } = quiet;
      const files = {
        chunks: `qdrant/${live.collection}.chunks.snapshot`,
        documents: `qdrant/${live.collection}.documents.snapshot`,
      };
      wait(files.chunks, live.chunks, chunks.snapshot);
      wait(files.documents, live.documents, documents.snapshot);
      const { generation, fingerprint } = live.generation;
      collections.push({
        collection: live.collection,
        generation,
        fingerprint: { ...fingerprint },
        documents: records,
        points: { chunks: chunks.points, documents: documents.points },
        files,
      });
    }
    const foreign = [];
    for (const name of foreignCollections(survey)) {
      signal.throwIfAborted();
      const path = `qdrant/foreign/${encodeURIComponent(name)}.snapshot`;
      const points = await server.count(name, signal);
      wait(path, name, await held.create(name));
      foreign.push({ name, points, file: path });
    }
    const { files, written } = await storeAll(waiting, place, runtime, { reread });
    const aliases = [...survey.aliases];
    const { version } = survey;
    const store = { kind: 'qdrant' as const, version, collections, foreign, aliases };
    return { content: { ...nothingSaved, store, files }, written };
  } finally {
    await held.removeAll();
  }
}

function checkArrived(file: ManifestFile, { name, size, checksum }: Snapshot): void {
  if (file.size === size && (checksum === null || checksum === file.sha256)) return;
  throw new GeckoError('INTEGRITY', `The snapshot ${name} did not arrive as Qdrant made it`, {
    exitCode: exitCodes.integrity,
    hint: 'Nothing was kept of this backup. Run it again.',
    details: { size: file.size, expected: size },
  });
}
