import { ServiceError } from '../../contract/errors.ts';
import { reasonOf } from '../../reason-of.ts';
import type { LanceGeneration } from './generation.ts';
import { mendFolder } from './mend-folder.ts';

export interface ReadWatch {
  /**
   * The same generation, whose failures say what of its files they come from.
   * @throws ServiceError from its methods also STORE_UNREACHABLE and INTEGRITY
   */
  over(generation: LanceGeneration): LanceGeneration;
  /**
   * Asks again what failed last, if anything did: a file of a table can be gone that nobody misses until
   * it is needed, and no listing of the folder shows that.
   * @throws ServiceError INTEGRITY while it fails
   */
  askAgain(): Promise<void>;
}

/** @param check throws ServiceError where the folder as a whole cannot be read */
export function createReadWatch(folder: string, check: () => Promise<void>): ReadWatch {
  let failed: (() => Promise<unknown>) | null = null;

  /** @param again the same without its caller, who may be gone by then */
  async function watched<T>(ask: () => Promise<T>, again: () => Promise<unknown> = ask) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      await check();
      if (!isOfFiles(error)) throw error;
      failed = again;
      throw damaged(folder, error);
    }
  }

  return {
    over: (generation) => ({
      ...generation,
      get info() {
        return generation.info;
      },
      commit: (documents) => watched(() => generation.commit(documents), generation.stats),
      remove: (ids) => watched(() => generation.remove(ids), generation.stats),
      candidates: ({ signal, ...query }) =>
        watched(
          () => generation.candidates({ ...query, ...(signal && { signal }) }),
          () => generation.candidates(query),
        ),
      documents: (query) => watched(() => generation.documents(query)),
      records: (query) => watched(() => generation.records(query)),
      document: (id) => watched(() => generation.document(id)),
      read: (id) => watched(() => generation.read(id)),
      chunks: (id) => watched(() => generation.chunks(id)),
      stored: (id) => watched(() => generation.stored(id)),
      termStatistics: (terms) => watched(() => generation.termStatistics(terms)),
      stats: () => watched(() => generation.stats()),
      sweep: () => watched(() => generation.sweep()),
      fields: () => watched(() => generation.fields()),
      values: (field, limit) => watched(() => generation.values(field, limit)),
    }),

    async askAgain() {
      const ask = failed;
      if (ask === null) return;
      await watched(ask);
      if (failed === ask) failed = null;
    },
  };
}

/** LanceDB tells all its failures as text: these are of what lies on the disk. */
function isOfFiles(error: unknown): boolean {
  const text = reasonOf(error);
  return /lance error: (Not found|LanceError\(IO\)|.*(corrupt|not appear to be a Lance file))/i.test(
    text,
  );
}

function damaged(folder: string, cause: unknown): ServiceError {
  const [reason = ''] = reasonOf(cause)
    .replace(/^.*?lance error: /s, '')
    .split(/, \/|\n/);
  return new ServiceError(
    'INTEGRITY',
    `a file of the corpus in ${folder} is missing or damaged: ${reason}`,
    mendFolder(folder),
    { cause },
  );
}
