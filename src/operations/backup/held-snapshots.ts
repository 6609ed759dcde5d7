import type { QdrantSnapshots, Snapshot } from '../../clients/qdrant-snapshots.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { readLeftSnapshots, writeLeftSnapshots } from '../../state/left-snapshots.ts';

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
  const found = readLeftSnapshots(file);
  let held = [...found.snapshots];
  let making = found.making;
  const note = () => writeLeftSnapshots(file, { snapshots: held, making });
  const remove = async (collection: string, name: string) => {
    await server.remove(collection, name);
    held = held.filter((one) => one.collection !== collection || one.name !== name);
    await note();
  };
  const removeAll = async () => {
    for (const { collection, name } of held)
      await remove(collection, name).catch((error: unknown) => {
        if (!(error instanceof GeckoError)) throw error;
        const text = `The snapshot ${name} is still on Qdrant; the next backup removes it: ${error.message}`;
        ui.event({ type: 'warning', text });
      });
  };
  if (making) {
    const { collection, before } = making;
    const made = (await server.names(collection)).filter((name) => !before.includes(name));
    held.push(...made.map((name) => ({ collection, name })));
    making = null;
    await note();
  }
  await removeAll();
  return {
    async create(collection) {
      making = { collection, before: await server.names(collection) };
      await note();
      const made = await server.create(collection);
      held = [...held, { collection, name: made.name }];
      making = null;
      await note();
      return made;
    },
    remove,
    removeAll,
  };
}
