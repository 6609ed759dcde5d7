import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BackupSource } from '../../../archive/repository/source.ts';
import type { ProvenCollection } from '../../../embedded/services.ts';
import type { Runtime } from '../../../runtime.ts';
import { unpackLance } from '../unpack-lance.ts';
import { withScratchFolder } from './scratch-folder.ts';

/** Of the embedded store: unpacked into a folder of its own, beside the project's, and opened there. */
export async function testFolder(
  source: BackupSource,
  collections: readonly Omit<ProvenCollection, 'asked'>[],
  runtime: Runtime,
): Promise<ProvenCollection[]> {
  const { paths, clock, ui } = runtime;
  const { store } = paths.project;
  await mkdir(dirname(store), { recursive: true, mode: 0o700 });
  return withScratchFolder(store, clock.now(), async (folder) => {
    const copy = join(folder, 'store');
    await unpackLance(source, copy, 'Restoring to a scratch folder', runtime);
    ui.event({ type: 'step', text: 'Asking what came back' });
    const tools = await runtime.docker();
    return tools.proveFolder(
      copy,
      collections.map(({ collection, documents, chunks }) => ({ collection, documents, chunks })),
    );
  });
}
