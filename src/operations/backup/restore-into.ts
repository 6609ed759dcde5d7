import type { BackupSource } from '../../archive/repository/source.ts';
import type { QdrantSnapshots } from '../../clients/qdrant-snapshots.ts';
import type { RestoredCollection, RestoreInput } from '../../embedded/services.ts';
import type { Runtime } from '../../runtime.ts';
import { warningLog } from '../warning-log.ts';
import { takenNames } from './foreign-collections.ts';
import { type SavedQdrant, whileFilling } from './while-filling.ts';

/**
 * Restores what a backup has into a Qdrant that answers. Collections of other programs come first, with their
 * aliases, where nothing has their name: what gecko's own names stand for is switched last, and at once.
 * @param at the same server, for whoever makes the generations
 * @throws GeckoError BACKUP_DAMAGED (exit 25), and the server's; then nothing is changed
 */
export async function restoreInto(
  server: QdrantSnapshots,
  at: RestoreInput['qdrant'],
  { source, store }: { source: BackupSource; store: SavedQdrant },
  runtime: Runtime,
): Promise<RestoredCollection[]> {
  const tools = await runtime.docker();
  const taken = new Set(takenNames(await server.survey(runtime.signal)));
  const returning = store.foreign.map(({ name }) => name).filter((name) => !taken.has(name));
  const named = store.aliases.filter(
    ({ alias, collection }) => returning.includes(collection) && !taken.has(alias),
  );
  const options = { text: 'Restoring', server, returning };
  return whileFilling(source, store, options, runtime, async (filling, fillForeign) => {
    const made: string[] = [];
    try {
      for (const name of returning) {
        made.push(name);
        await fillForeign(name);
        // At once: after a kill nobody knows whose the collection is.
        for (const { alias } of named.filter(({ collection }) => collection === name))
          await server.addAlias(alias, name);
      }
      return await tools.restore({ qdrant: at, ...filling, log: warningLog(runtime.ui) });
    } catch (error) {
      // What cannot be removed either is whole, and stays; the next restore leaves it alone.
      for (const name of made) await server.drop(name).catch(() => {});
      throw error;
    }
  });
}
