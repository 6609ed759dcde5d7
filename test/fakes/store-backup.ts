import { knownBlobs } from '../../src/archive/repository/known-blobs.ts';
import { listBackups } from '../../src/archive/repository/list-backups.ts';
import type { Manifest } from '../../src/archive/repository/manifest.ts';
import type { RepositoryPlace } from '../../src/archive/repository/place.ts';
import { storeFiles } from '../../src/archive/repository/store-files.ts';
import { writeManifest } from '../../src/archive/repository/write-manifest.ts';

/** Makes a backup of texts by their paths. @param now milliseconds since the epoch */
export async function storeBackup(
  place: RepositoryPlace,
  texts: Readonly<Record<string, string>>,
  { project = 'gecko', now = Date.UTC(2026, 10, 26) } = {},
): Promise<{ manifest: Manifest; written: number }> {
  const before = await listBackups(place);
  const known = await knownBlobs(place);
  const { signal } = new AbortController();
  let written = 0;
  const waiting = Object.entries(texts).map(([path, text]) => ({
    path,
    async *read() {
      yield Buffer.from(text);
    },
  }));
  const onWritten = (bytes: number) => {
    written += bytes;
  };
  const input = { place, known, onRead: () => {}, onWritten, signal };
  const files = await storeFiles(waiting, input);
  const rest = { store: null, models: null, volumes: [], configuration: false, label: null };
  const content = { version: '1.0.0', project, ...rest, files };
  return { manifest: await writeManifest(place, content, { before, now }), written };
}
