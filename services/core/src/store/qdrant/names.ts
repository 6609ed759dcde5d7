/** Name of a generation's collection of chunks. */
export function physicalName(collection: string, generation: number): string {
  return `${collection}__g${generation}`;
}

/** Name of the collection of documents beside it. */
export function documentsName(physical: string): string {
  return `${physical}__docs`;
}

/** Collection and number of a name that gecko gives; null for any other. */
export function parsePhysical(
  name: string,
): { collection: string; generation: number; isDocuments: boolean } | null {
  const [, collection, number, docs] = /^(.+)__g([1-9]\d*)(__docs)?$/.exec(name) ?? [];
  if (collection === undefined) return null;
  return { collection, generation: Number(number), isDocuments: docs !== undefined };
}
