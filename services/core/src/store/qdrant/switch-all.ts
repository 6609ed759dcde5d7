import { ServiceError } from '../../contract/errors.ts';
import type { Log } from '../../log.ts';
import { reasonOf } from '../../reason-of.ts';
import type { Catalog } from './catalog.ts';
import type { Fault } from './committer.ts';
import { physicalName } from './names.ts';
import type { Qdrant } from './qdrant.ts';

/**
 * Points names at generations in one request, so that nobody sees some of them switched and some not. What
 * comes before and after only tells of it: the aliases decide. So what fails after it is logged as a warning.
 * @throws ServiceError COLLECTION_READ_ONLY, COLLECTION_MISSING, GENERATION_MISSING, before anything is changed
 */
export async function switchAll(
  qdrant: Qdrant,
  catalog: Catalog,
  targets: readonly { collection: string; generation: number }[],
  log: Log,
  fault: Fault = () => {},
): Promise<void> {
  const names = new Set(await catalog.names());
  const switches = [];
  for (const { collection, generation } of targets) {
    const next = await catalog.find(collection, generation);
    if (names.has(collection)) throw notOurs(collection);
    const live = await catalog.live(collection);
    if (live !== generation) switches.push({ collection, generation, next, live });
  }
  if (switches.length === 0) return;
  for (const { next, live } of switches) await catalog.patch(next, { previous: live ?? 0 });
  await fault('before-switch');
  const actions = switches.flatMap(({ collection, generation }) => [
    { delete_alias: { alias_name: collection } },
    {
      create_alias: {
        alias_name: collection,
        collection_name: physicalName(collection, generation),
      },
    },
  ]);
  const what = switches.map(({ collection }) => collection).join(', ');
  await qdrant.write(`pointing ${what} at a generation`, (client) =>
    client.updateCollectionAliases({ actions }),
  );
  await fault('switched');
  for (const { collection, next, live } of switches)
    try {
      await catalog.patch(next, { state: 'live' });
      const before = (await catalog.all(collection)).find((one) => one.generation === live);
      if (before) await catalog.patch(before, { state: 'retired' });
    } catch (error) {
      const reason = reasonOf(error);
      log('warn', 'a switch could not be noted with its generations', { collection, reason });
    }
}

function notOurs(collection: string): ServiceError {
  return new ServiceError(
    'COLLECTION_READ_ONLY',
    `Qdrant has a collection ${collection} that gecko did not make, so the name cannot be switched`,
    'Use a collection of another name, or delete that one in Qdrant after a backup.',
  );
}
