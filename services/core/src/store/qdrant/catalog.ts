import type { Schemas } from '@qdrant/js-client-rest';
import { ServiceError } from '../../contract/errors.ts';
import { collectionMissing } from '../collection-missing.ts';
import type { Generation } from '../port.ts';
import { type GenerationMetadata, parseMetadata } from './metadata.ts';
import { parsePhysical, physicalName } from './names.ts';
import type { Qdrant } from './qdrant.ts';

/** A collection of Qdrant: one of gecko's generations, or somebody else's. */
export type Described =
  | { physical: string; metadata: GenerationMetadata }
  | { physical: string; metadata: null; vectors: Schemas['CollectionParams']['vectors'] };

/** What Qdrant has of generations, read anew each time: other processes use it too. */
export interface Catalog {
  /** By a collection's own name or an alias; null where there is neither. */
  describe(name: string): Promise<Described | null>;
  /** Names of all collections. */
  names(): Promise<string[]>;
  /** Number of the generation that the name stands for; null where it is no alias of one. */
  live(collection: string): Promise<number | null>;
  /** Every generation of a collection, those that are being dropped included, oldest first. */
  all(collection: string): Promise<GenerationMetadata[]>;
  /** A generation in sight. @throws ServiceError COLLECTION_MISSING, GENERATION_MISSING */
  find(collection: string, generation: number): Promise<GenerationMetadata>;
  patch(metadata: GenerationMetadata, change: Partial<GenerationMetadata>): Promise<void>;
  /** Takes the name away, so that nobody is led to a generation of it. */
  unname(collection: string): Promise<void>;
}

export function createCatalog(qdrant: Qdrant): Catalog {
  const catalog: Catalog = {
    async describe(name) {
      const info = await qdrant.read(`looking up ${name}`, (client) =>
        client.getCollection(name).catch(nullWhereMissing),
      );
      if (!info) return null;
      const metadata = parseMetadata(name, info.config.metadata);
      if (metadata)
        return { physical: physicalName(metadata.collection, metadata.generation), metadata };
      return { physical: name, metadata, vectors: info.config.params.vectors };
    },

    async names() {
      const { collections } = await qdrant.read('listing the collections', (client) =>
        client.getCollections(),
      );
      return collections.map(({ name }) => name);
    },

    async live(collection) {
      const { aliases } = await qdrant.read('listing the aliases', (client) => client.getAliases());
      const target = aliases.find(({ alias_name }) => alias_name === collection)?.collection_name;
      const found = target === undefined ? null : parsePhysical(target);
      return found?.collection === collection ? found.generation : null;
    },

    async all(collection) {
      const physical = (await catalog.names()).filter((name) => {
        const found = parsePhysical(name);
        return found?.collection === collection && !found.isDocuments;
      });
      const described = await Promise.all(physical.map((name) => catalog.describe(name)));
      return described
        .flatMap((one) => one?.metadata ?? [])
        .sort((a, b) => a.generation - b.generation);
    },

    async find(collection, generation) {
      const all = (await catalog.all(collection)).filter(({ state }) => state !== 'dropping');
      if (all.length === 0) throw collectionMissing(collection);
      const found = all.find((one) => one.generation === generation);
      if (found) return found;
      throw new ServiceError('GENERATION_MISSING', `${collection} has no generation ${generation}`);
    },

    async patch({ collection, generation }, change) {
      const physical = physicalName(collection, generation);
      await qdrant.write(`changing the metadata of ${physical}`, (client) =>
        client.updateCollection(physical, { metadata: change }),
      );
    },

    async unname(collection) {
      await qdrant.write(`taking the name ${collection} away`, (client) =>
        client.updateCollectionAliases({ actions: [{ delete_alias: { alias_name: collection } }] }),
      );
    },
  };
  return catalog;
}

/**
 * The generation that a rollback goes back to: the live one names it, and it is in sight. Null where there
 * is none.
 */
export function previousOf(
  all: readonly GenerationMetadata[],
  live: number | null,
): GenerationMetadata | null {
  const now = all.find(({ generation }) => generation === live);
  const isIt = ({ generation, state }: GenerationMetadata) =>
    generation === now?.previous && state !== 'dropping';
  return all.find(isIt) ?? null;
}

/**
 * As others know it: the alias says which one is live. What was live was finished, also where a kill has
 * kept its metadata from telling so.
 */
export function toGeneration(
  { collection, generation, fingerprint, state }: GenerationMetadata,
  live: number | null,
  previous: number | null = null,
): Generation {
  const physical = physicalName(collection, generation);
  const isBuilding = state === 'building' && generation !== previous;
  return {
    collection,
    generation,
    physical,
    fingerprint,
    state: generation === live ? 'live' : isBuilding ? 'building' : 'retired',
  };
}

function nullWhereMissing(error: unknown): null {
  if (error instanceof Error && 'status' in error && error.status === 404) return null;
  throw error;
}
