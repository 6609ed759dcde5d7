import { type ReadonlySignal, signal } from '@preact/signals';
import type { Conversation } from './conversation.ts';

/** Key and value, as IndexedDB keeps them. */
export interface Storage {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  del(key: string): Promise<void>;
  /** Reads and writes in one transaction: other tabs write too. */
  update<T>(key: string, change: (before: T | undefined) => T): Promise<void>;
}

export type Summary = Pick<Conversation, 'id' | 'title' | 'updatedAt'>;

export interface Library {
  /** Newest first; null until they are read. */
  readonly list: ReadonlySignal<readonly Summary[] | null>;
  /** Why nothing is kept, where the browser keeps nothing. */
  readonly problem: ReadonlySignal<unknown>;
  refresh(): Promise<void>;
  /** Null where there is none of this id. */
  load(id: string): Promise<Conversation | null>;
  save(conversation: Conversation): Promise<void>;
  remove(id: string): Promise<void>;
}

const INDEX = 'conversations';
const keyOf = (id: string) => `conversation:${id}`;

/**
 * The conversations that this browser keeps: an index, and each by itself, so that hundreds of long ones
 * cost what is read of them. They go nowhere else.
 */
export function createLibrary(storage: Storage): Library {
  const list = signal<readonly Summary[] | null>(null);
  const problem = signal<unknown>(null);
  /** Writes follow one another: an older state must not come last. */
  let writes: Promise<unknown> = Promise.resolve();
  /** An answer that is still being written must not bring its conversation back. */
  const removed = new Set<string>();
  return {
    list,
    problem,
    refresh: () => guarded(async () => show(await storage.get<Summary[]>(INDEX))),
    async load(id) {
      const found = await storage.get<Conversation>(keyOf(id)).catch(() => undefined);
      // One that a newer page has written is left to it.
      return found?.schemaVersion === 1 ? settled(found) : null;
    },
    save: (conversation) =>
      inTurn(async () => {
        const { id, title, updatedAt } = conversation;
        if (removed.has(id)) return;
        await storage.set(keyOf(id), conversation);
        await change((before) => [
          { id, title, updatedAt },
          ...before.filter((one) => one.id !== id),
        ]);
      }),
    remove(id) {
      removed.add(id);
      return inTurn(async () => {
        await change((before) => before.filter((one) => one.id !== id));
        await storage.del(keyOf(id));
      });
    },
  };

  function inTurn(write: () => Promise<void>): Promise<void> {
    const done = writes.then(() => guarded(write));
    writes = done;
    return done;
  }

  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      problem.value = null;
    } catch (error) {
      list.value ??= [];
      problem.value = error;
    }
  }

  async function change(edit: (before: readonly Summary[]) => Summary[]): Promise<void> {
    let after: Summary[] = [];
    await storage.update<Summary[]>(INDEX, (before = []) => {
      after = edit(before);
      return after;
    });
    show(after);
  }

  function show(summaries: readonly Summary[] = []): void {
    list.value = summaries.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
  }
}

/** An answer whose tab was closed is written by nobody any more. */
function settled(conversation: Conversation): Conversation {
  const turns = conversation.turns.map((turn) =>
    turn.status === 'streaming' ? { ...turn, status: 'stopped' as const } : turn,
  );
  return { ...conversation, turns };
}
