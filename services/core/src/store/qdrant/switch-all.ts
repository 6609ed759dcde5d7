import type { Catalog } from './catalog.ts';
import { physicalName } from './names.ts';
import type { Qdrant } from './qdrant.ts';

/**
 * Points several names at generations in one request, so that nobody sees some of them switched and some
 * not. What comes before and after only tells of it: the aliases decide.
 */
export async function switchAll(
  qdrant: Qdrant,
  catalog: Catalog,
  targets: readonly { collection: string; generation: number }[],
): Promise<void> {
  if (targets.length === 0) return;
  const before = new Map<string, number | null>();
  for (const { collection, generation } of targets) {
    const live = await catalog.live(collection);
    before.set(collection, live);
    const next = await catalog.find(collection, generation);
    await catalog.patch(next, { previous: live ?? 0 });
  }
  const actions = targets.flatMap(({ collection, generation }) => [
    { delete_alias: { alias_name: collection } },
    {
      create_alias: {
        alias_name: collection,
        collection_name: physicalName(collection, generation),
      },
    },
  ]);
  await qdrant.write('pointing the names at what was restored', (client) =>
    client.updateCollectionAliases({ actions }),
  );
  for (const { collection, generation } of targets) {
    const all = await catalog.all(collection);
    for (const one of all) {
      if (one.generation === generation) await catalog.patch(one, { state: 'live' });
      if (one.generation === before.get(collection)) await catalog.patch(one, { state: 'retired' });
    }
  }
}
