import type { QdrantSnapshots, Snapshot } from '../../clients/qdrant-snapshots.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import {
  type LeftSnapshot,
  readLeftSnapshots,
  writeLeftSnapshots,
} from '../../state/left-snapshots.ts';

/** Snapshots on the server while they are needed; each takes as much room as its collection. */
export interface HeldSnapshots {
  create(collection: string): Promise<Snapshot>;
  remove(collection: string, name: string): Promise<void>;
  /** Removes all that are left; what cannot be removed is tried again by the next backup. */
  removeAll(): Promise<void>;
}

/** Noted in the state folder, so that a killed gecko's are removed too. */
export async function holdSnapshots(
  server: QdrantSnapshots,
  { paths, ui }: Pick<Runtime, 'paths' | 'ui'>,
): Promise<HeldSnapshots> {
  const file = paths.project.snapshots;
  let held: LeftSnapshot[] = [...readLeftSnapshots(file)];
  const remove = async (collection: string, name: string) => {
    await server.remove(collection, name);
    held = held.filter((one) => one.collection !== collection || one.name !== name);
    await writeLeftSnapshots(file, held);
  };
  const removeAll = async () => {
    for (const { collection, name } of held)
      await remove(collection, name).catch((error: unknown) => {
        if (!(error instanceof GeckoError)) throw error;
        const text = `The snapshot ${name} is still on Qdrant; the next backup removes it: ${error.message}`;
        ui.event({ type: 'warning', text });
      });
  };
  await removeAll();
  return {
    async create(collection) {
      const made = await server.create(collection);
      held = [...held, { collection, name: made.name }];
      await writeLeftSnapshots(file, held);
      return made;
    },
    remove,
    removeAll,
  };
}
