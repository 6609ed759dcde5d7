import type { DocumentRecord, PlanRequest, PlanResponse } from '../contract/corpus.ts';
import type { Core } from '../core.ts';
import type { GenerationStore } from '../store/port.ts';
import { documentId, revisionOf } from './identity.ts';

/** Ids in one question to the store. */
const PAGE = 500;

/**
 * What is to be done for each file: nothing, send it, or, where the same content is stored under a
 * path of this source that is not among the files, take it over by a rename. Whether the old path is
 * really gone only the client can see.
 */
export async function planFiles(
  generation: GenerationStore | null,
  { collection, source, files }: PlanRequest & { collection: string },
  core: Pick<Core, 'preparer' | 'config'>,
): Promise<PlanResponse> {
  const named = files.map(({ path, sha256 }) => {
    const nfc = path.normalize('NFC');
    return { path, nfc, sha256, id: documentId(collection, source, nfc) };
  });
  const stored = new Map(
    (
      await find(
        generation,
        named.map(({ id }) => id),
        'ids',
      )
    ).map((record) => [record.id, record]),
  );
  const added = named.filter(({ id }) => !stored.has(id));
  const given = new Set(named.map(({ nfc }) => nfc));
  const twins = (
    await find(
      generation,
      added.map(({ sha256 }) => sha256),
      'contentHashes',
    )
  ).filter((record) => record.source === source && !given.has(record.path));
  return {
    collection,
    files: named.map(({ path, id, sha256 }) => {
      const record = stored.get(id);
      if (record) {
        const revision = revisionOf(sha256, core.preparer.parserVersion, core.config.chunk);
        return { path, id, action: record.revision === revision ? 'unchanged' : 'update' };
      }
      const twin = takeTwin(twins, sha256);
      return twin ? { path, id, action: 'rename', from: twin.path } : { path, id, action: 'add' };
    }),
  };
}

async function find(
  generation: GenerationStore | null,
  values: readonly string[],
  key: 'ids' | 'contentHashes',
): Promise<DocumentRecord[]> {
  if (!generation) return [];
  const found: DocumentRecord[] = [];
  for (let start = 0; start < values.length; start += PAGE) {
    const some = [...new Set(values.slice(start, start + PAGE))];
    const { documents } = await generation.documents({
      [key]: some,
      limit: Number.MAX_SAFE_INTEGER,
    });
    found.push(...documents);
  }
  return found;
}

/** Each stored document can be renamed to one file only. */
function takeTwin(twins: DocumentRecord[], sha256: string): DocumentRecord | undefined {
  const place = twins.findIndex(({ contentHash }) => contentHash === sha256);
  return place === -1 ? undefined : twins.splice(place, 1)[0];
}
