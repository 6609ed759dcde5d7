import type { QdrantSnapshots, Snapshot } from '../../clients/qdrant-snapshots.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import {
  type LeftSnapshots,
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

/** Milliseconds that may lie between a note and what the name of its snapshot tells: two clocks, and some work. */
const NEAR = 60_000;

/** Noted in the state folder, so that a killed gecko's are removed too. */
export async function holdSnapshots(
  server: QdrantSnapshots,
  { paths, ui, clock }: Pick<Runtime, 'paths' | 'ui' | 'clock'>,
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
    const { collection } = making;
    const name = madeFor(making, await server.names(collection));
    if (name !== null) held.push({ collection, name });
    making = null;
    await note();
  }
  await removeAll();
  return {
    async create(collection) {
      making = { collection, before: await server.names(collection), at: clock.now() };
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

/**
 * The one that a killed gecko was making: the first after its note, and near that. Others made since are those
 * of people and programs.
 */
function madeFor(
  { before, at }: NonNullable<LeftSnapshots['making']>,
  names: readonly string[],
): string | null {
  const [first] = names
    .filter((name) => !before.includes(name))
    .flatMap((name) => {
      const time = timeIn(name);
      return time === null ? [] : { name, time };
    })
    .toSorted((a, b) => a.time - b.time);
  return first && Math.abs(first.time - at) <= NEAR ? first.name : null;
}

/**
 * When Qdrant began to make a snapshot, which it tells in the name: `corpus__g1-1234-2026-01-31-09-30-00.snapshot`,
 * UTC. @returns milliseconds since the epoch; null: one that was uploaded
 */
function timeIn(name: string): number | null {
  const [, day, ...time] = /-(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)\.snapshot$/.exec(name) ?? [];
  return day === undefined ? null : Date.parse(`${day}T${time.join(':')}Z`);
}
