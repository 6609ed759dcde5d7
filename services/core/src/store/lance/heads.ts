import type { Table } from '@lancedb/lancedb';

/** What the document table has of one document. */
export interface Head {
  /** Key of the revision that counts. */
  key: string;
  /** Rows, one for each part of its text. */
  parts: number;
}

/**
 * Which revision of each document counts, in memory: every write asks for it, and a query of the
 * table would open each of the many small files that commits leave. Read at the first question and kept
 * up by the writers, of which one at a time is at work; whoever changes the table asks first.
 */
export interface Heads {
  /** Those of the ids that are there. */
  of(ids: readonly string[]): Promise<Map<string, Head>>;
  set(id: string, head: Head): void;
  delete(id: string): void;
  /** After a write of which nobody knows whether it took effect: the next question reads again. */
  forget(): void;
}

export function createHeads(documents: Table): Heads {
  let heads = new Map<string, Head>();
  let loading: Promise<void> | null = null;

  return {
    async of(ids) {
      loading ??= load();
      await loading.catch((error: unknown) => {
        loading = null;
        throw error;
      });
      return new Map(
        ids.flatMap((id) => {
          const head = heads.get(id);
          return head ? [[id, head] as const] : [];
        }),
      );
    },
    set: (id, head) => heads.set(id, head),
    delete: (id) => heads.delete(id),
    forget() {
      loading = null;
    },
  };

  async function load(): Promise<void> {
    const [keys, parts] = [new Map<string, string>(), new Map<string, number>()];
    for await (const batch of documents.query().select(['id', 'part', 'revision_key'])) {
      for (const { id, part, revision_key } of batch.toArray()) {
        parts.set(id, (parts.get(id) ?? 0) + 1);
        if (part === 0) keys.set(id, revision_key);
      }
    }
    heads = new Map([...keys].map(([id, key]) => [id, { key, parts: parts.get(id) ?? 0 }]));
  }
}
