import type { Survey, SurveyedCollection } from '../../clients/qdrant-snapshots.ts';

export interface LiveGeneration {
  collection: string;
  generation: NonNullable<SurveyedCollection['generation']>;
  /** Names of its two collections in Qdrant. */
  chunks: string;
  documents: string;
}

/** What the names stand for now; older generations, and those being made, are not asked by anybody. */
export function liveGenerations({ collections, aliases }: Survey): LiveGeneration[] {
  const names = new Set(collections.map(({ name }) => name));
  return collections.flatMap(({ name, generation }) => {
    const isLive = aliases.some(
      ({ alias, collection }) => collection === name && alias === generation?.collection,
    );
    const documents = `${name}__docs`;
    if (generation === null || !isLive || !names.has(documents)) return [];
    return [{ collection: generation.collection, generation, chunks: name, documents }];
  });
}
