import { type CarryOptions, type CarryReport, carryCorpus } from './carry-corpus.ts';
import type { Store } from './port.ts';

/**
 * Carries every collection of a store over to another, as carryCorpus does; where one of them fails, the
 * names that were switched already stand for what they stood for before.
 * @throws ServiceError as carryCorpus
 */
export async function carryAll(
  from: Store,
  to: Store,
  options: CarryOptions,
): Promise<CarryReport> {
  const before = new Map<string, number | null>();
  for (const { collection } of await from.collections())
    before.set(collection, (await to.resolve(collection))?.info.generation ?? null);
  try {
    return await carryCorpus(from, to, options);
  } catch (error) {
    for (const [collection, generation] of before) {
      const now = (await to.resolve(collection))?.info.generation ?? null;
      if (now === generation) continue;
      if (generation === null) await to.drop(collection);
      else await to.switch(collection, generation);
    }
    throw error;
  }
}
