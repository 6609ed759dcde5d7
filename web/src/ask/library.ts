import { type ReadonlySignal, signal } from '@preact/signals';
import type { Conversation } from './conversation.ts';
import { withTurn } from './with-turn.ts';

/** Key and value, as IndexedDB keeps them. */
export interface Storage {
  get<T>(key: string): Promise<T | undefined>;
  /** Reads and writes these keys in one transaction: other tabs write too. What is undefined then is deleted. */
  change(
    keys: readonly string[],
    edit: (before: readonly unknown[]) => readonly unknown[],
  ): Promise<void>;
}

/** What a tab tells the others: a conversation has changed. */
export interface Change {
  id: string;
  /** An answer is being written in that tab, and more of it will come. */
  isGrowing: boolean;
}

/** The other tabs of this browser. */
export interface Channel {
  tell(change: Change): void;
  /** Calls with what another tab has told. */
  listen(call: (change: Change) => void): void;
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
  /** Keeps a turn of a conversation. All else of it stays as another tab has kept it meanwhile. */
  save(conversation: Conversation, turn: string): Promise<void>;
  rename(id: string, title: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Calls with a conversation that another tab has changed or removed. */
  follow(call: (id: string) => void): void;
}

/** Of what is kept of a conversation; undefined: nothing, and it is removed. */
type Edit = (stored: Conversation | undefined) => Conversation | undefined;

const INDEX = 'conversations';
const keyOf = (id: string) => `conversation:${id}`;

/**
 * The conversations that this browser keeps: an index, and each by itself, so that hundreds of long ones
 * cost what is read of them. They go nowhere else. Tabs share them.
 */
export function createLibrary(storage: Storage, others: Channel): Library {
  const list = signal<readonly Summary[] | null>(null);
  const problem = signal<unknown>(null);
  /** Writes follow one another: an older state must not come last. */
  let writes: Promise<unknown> = Promise.resolve();
  /** Those that were kept once: where one of them is gone, a tab has removed it, and it does not come back. */
  const known = new Set<string>();
  const refresh = () => guarded(async () => show((await storage.get<Summary[]>(INDEX)) ?? []));
  others.listen(() => void refresh());
  return {
    ...{ list, problem, refresh, load },
    save: (conversation, turn) =>
      edit(conversation.id, isGrowing(conversation), (stored) => {
        if (stored) return merged(stored, conversation, turn);
        return known.has(conversation.id) ? undefined : conversation;
      }),
    rename: (id, title) => edit(id, false, (stored) => stored && { ...stored, title }),
    remove(id) {
      known.add(id);
      return edit(id, false, () => undefined);
    },
    follow: (call) => others.listen(({ id, isGrowing }) => !isGrowing && call(id)),
  };

  async function load(id: string): Promise<Conversation | null> {
    await writes;
    try {
      const found = await storage.get<Conversation>(keyOf(id));
      // One that a newer page has written is left to it.
      if (found?.schemaVersion !== 1) return null;
      known.add(id);
      return settled(found);
    } catch {
      return null;
    }
  }

  function edit(id: string, isGrowing: boolean, change: Edit): Promise<void> {
    const done = writes.then(() => guarded(() => write(id, isGrowing, change)));
    writes = done;
    return done;
  }

  /** In the transaction alone it is known what is kept. */
  async function write(id: string, isGrowing: boolean, change: Edit): Promise<void> {
    let index: Summary[] = [];
    await storage.change([INDEX, keyOf(id)], (before) => {
      const [summaries = [], stored] = before as [Summary[]?, Conversation?];
      index = summaries.filter((one) => one.id !== id);
      const after = change(stored);
      if (after) index.unshift({ id, title: after.title, updatedAt: after.updatedAt });
      return [index, after];
    });
    if (index.some((one) => one.id === id)) known.add(id);
    show(index);
    others.tell({ id, isGrowing });
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

  function show(summaries: readonly Summary[]): void {
    list.value = summaries.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
  }
}

/** What is kept, with this turn; and with others of this tab that could not be kept before. */
function merged(stored: Conversation, conversation: Conversation, turn: string): Conversation {
  // A newer page's.
  if (stored.schemaVersion !== 1) return stored;
  const isLacking = ({ id }: { id: string }) => !stored.turns.some((one) => one.id === id);
  const own = conversation.turns.filter((one) => one.id === turn || isLacking(one));
  const turns = own.reduce<Conversation['turns']>(withTurn, stored.turns);
  return { ...stored, updatedAt: conversation.updatedAt, turns };
}

function isGrowing({ turns }: Conversation): boolean {
  return turns.some(({ status }) => status === 'streaming');
}

/** An answer whose tab was closed is written by nobody any more. */
function settled(conversation: Conversation): Conversation {
  const turns = conversation.turns.map((turn) =>
    turn.status === 'streaming' ? { ...turn, status: 'stopped' as const } : turn,
  );
  return { ...conversation, turns };
}
