import type { Fingerprint } from '../../contract/corpus.ts';
import type { GenerationMetadata } from './metadata.ts';
import { documentsName } from './names.ts';
import { CHUNK_INDEXES, DOCUMENT_INDEXES } from './points.ts';
import type { Qdrant } from './qdrant.ts';

/**
 * Makes the two empty collections of a generation with their payload indexes, which cost least before
 * there are points. The first carries the metadata, so that a crash leaves nothing that nobody knows.
 */
export async function createCollections(
  qdrant: Qdrant,
  physical: string,
  metadata: GenerationMetadata,
): Promise<void> {
  await qdrant.write(`making ${physical}`, (client) =>
    // The client's own createCollection leaves the metadata out.
    client.api().createCollection({
      collection_name: physical,
      vectors: vectorsOf(metadata.fingerprint),
      sparse_vectors: { lex: { modifier: 'idf' } },
      metadata: { ...metadata },
    }),
  );
  await createIndexes(qdrant, physical, CHUNK_INDEXES);
  const documents = documentsName(physical);
  await qdrant.write(`making ${documents}`, (client) =>
    client.createCollection(documents, { vectors: {} }),
  );
  await createIndexes(qdrant, documents, DOCUMENT_INDEXES);
}

/** Deletes both; the one with the metadata last. */
export async function dropCollections(qdrant: Qdrant, physical: string): Promise<void> {
  for (const name of [documentsName(physical), physical])
    await qdrant.write(`deleting ${name}`, (client) => client.deleteCollection(name));
}

function vectorsOf({ model, dimension }: Fingerprint) {
  return model === null ? {} : { dense: { size: dimension, distance: 'Cosine' as const } };
}

async function createIndexes(
  qdrant: Qdrant,
  collection: string,
  indexes: typeof CHUNK_INDEXES | typeof DOCUMENT_INDEXES,
): Promise<void> {
  for (const [field_name, field_schema] of Object.entries(indexes))
    await qdrant.write(`indexing ${field_name} of ${collection}`, (client) =>
      client.createPayloadIndex(collection, { wait: true, field_name, field_schema }),
    );
}
