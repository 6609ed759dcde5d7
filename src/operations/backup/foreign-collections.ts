import type { Survey } from '../../clients/qdrant-snapshots.ts';

/** As services/core names the collections of a generation. */
const generationName = /^.+__g[1-9]\d*(__docs)?$/;

/** What other programs have made in the same Qdrant. */
export function foreignCollections({ collections }: Survey): string[] {
  return collections
    .filter(({ name, generation }) => generation === null && !generationName.test(name))
    .map(({ name }) => name);
}

/** Names that nothing else in that Qdrant can get. */
export function takenNames({ collections, aliases }: Survey): string[] {
  return [...collections.map(({ name }) => name), ...aliases.map(({ alias }) => alias)];
}
