import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { ask as askBackend } from '../api/ask.ts';
import { ServiceError } from '../api/service-error.ts';
import type { AskSettings, Conversation, Turn } from './conversation.ts';
import { historyOf } from './history-of.ts';
import type { nearestPassages } from './nearest-passages.ts';
import { nextTurn } from './next-turn.ts';
import { requestOf } from './request-of.ts';
import { withTurn } from './with-turn.ts';

export interface AskingTools {
  ask: typeof askBackend;
  nearest: typeof nearestPassages;
  /** Keeps a turn of a conversation, now and whenever it has changed. */
  save(conversation: Conversation, turn: string): Promise<void>;
  /** As it is kept; null: it is not. */
  load(id: string): Promise<Conversation | null>;
  rename(id: string, title: string): Promise<void>;
  newId(): string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls once before the next picture is drawn. */
  frame(call: () => void): void;
}

/** The turn that is being written, with its conversation. */
export interface Running {
  conversation: string;
  turn: string;
  /** It is asked again, and nothing has come yet: the answer before is still there. */
  isAwaited: boolean;
}

export interface Asking {
  /** What is open; null: a new one, which gets its id with the first question. */
  readonly current: ReadonlySignal<Conversation | null>;
  readonly running: ReadonlySignal<Running | null>;
  open(conversation: Conversation | null): void;
  /** Asks in the open conversation, or in a new one. Resolves when the answer ended, however it did. */
  ask(question: string, settings: AskSettings): Promise<void>;
  /** Asks a turn of the open conversation again, in its place; its answer stays until another begins. */
  retry(turn: string): Promise<void>;
  stop(): void;
  rename(id: string, title: string): Promise<void>;
  /** Takes over what another tab has made of a conversation, if this tab has it; what is written here stays. */
  reload(id: string): Promise<void>;
}

/** Milliseconds after which a long answer is kept, lest a closed tab loses it. */
const KEEP_EVERY = 2_000;
const LONGEST_TITLE = 80;

/** Conversations as they happen. One answer is written at a time; it goes on while another view is open. */
export function createAsking(tools: AskingTools): Asking {
  const { newId, now, save } = tools;
  const current = signal<Conversation | null>(null);
  const running = signal<Running | null>(null);
  /** The conversation that is being written, which need not be the open one. */
  let written: Conversation | null = null;
  let controller: AbortController | null = null;
  /** Ends what is being written at once, as stopped. */
  let giveWay = () => {};
  return {
    current,
    running,
    open(conversation) {
      const isWritten = conversation !== null && conversation.id === written?.id;
      current.value = isWritten ? written : conversation;
    },
    ask(question, settings) {
      giveWay();
      const conversation = current.value ?? started(question);
      return run(conversation, turnOf(question, settings));
    },
    retry(id) {
      giveWay();
      const conversation = current.value;
      const at = conversation?.turns.findIndex((turn) => turn.id === id) ?? -1;
      const turn = conversation?.turns[at];
      if (!conversation || !turn) return Promise.resolve();
      const again = { ...turnOf(turn.question, turn.settings), id };
      return run(conversation, again, conversation.turns.slice(0, at), turn);
    },
    stop: () => controller?.abort(),
    async rename(id, title) {
      const named = title.trim().slice(0, LONGEST_TITLE);
      if (named === '') return;
      if (written?.id === id) written = { ...written, title: named };
      if (current.value?.id === id) current.value = { ...current.value, title: named };
      await tools.rename(id, named);
    },
    async reload(id) {
      const isHere = () => current.value?.id === id || written?.id === id;
      if (!isHere()) return;
      const kept = await tools.load(id);
      if (!isHere()) return;
      if (kept === null) {
        if (current.value?.id === id) current.value = null;
        if (written?.id === id) controller?.abort();
        return;
      }
      const own =
        written?.id === id && written.turns.find((turn) => turn.id === running.value?.turn);
      const whole = own ? { ...kept, turns: withTurn(kept.turns, own) } : kept;
      if (own) written = whole;
      put(whole);
    },
  };

  function started(question: string): Conversation {
    const at = new Date(now()).toISOString();
    const title = question.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE);
    return { schemaVersion: 1, id: newId(), title, createdAt: at, updatedAt: at, turns: [] };
  }

  function turnOf(question: string, settings: AskSettings): Turn {
    return {
      ...{ id: newId(), question, settings, askedAt: new Date(now()).toISOString() },
      ...{ status: 'streaming', answer: '', citations: [], analysis: null },
      ...{ done: null, nearest: null, error: null },
    };
  }

  async function run(
    conversation: Conversation,
    first: Turn,
    earlier: readonly Turn[] = conversation.turns,
    before: Turn | null = null,
  ): Promise<void> {
    const own = new AbortController();
    controller = own;
    const { signal } = own;
    let turn = first;
    let keptAt = now();
    let isDrawn = true;
    let isOver = false;
    const show = (next: Turn, isKept = true) => {
      if (isOver) return;
      turn = next;
      // Its name may have been changed meanwhile, and another tab may have asked in it.
      const base = written?.id === conversation.id ? written : conversation;
      const updatedAt = new Date(now()).toISOString();
      const shown = standing(before, turn);
      const whole = { ...base, updatedAt, turns: withTurn(base.turns, shown) };
      if (controller === own) written = whole;
      batch(() => {
        put(whole);
        const isAwaited = shown !== turn;
        if (running.value?.turn !== turn.id || running.value.isAwaited !== isAwaited)
          running.value = { conversation: conversation.id, turn: turn.id, isAwaited };
      });
      if (isKept) {
        keptAt = now();
        void save(whole, turn.id);
      }
    };
    const draw = () => {
      isDrawn = true;
      if (turn.status === 'streaming') show(turn, now() - keptAt > KEEP_EVERY);
    };
    giveWay = () => {
      own.abort();
      show(endedBy(signal.reason, turn, signal));
      isOver = true;
    };
    current.value = conversation;
    show(turn);
    try {
      const request = requestOf(first, historyOf(earlier));
      for await (const event of tools.ask(first.settings.backend, request, signal)) {
        signal.throwIfAborted();
        turn = nextTurn(turn, event);
        if (turn.status !== 'streaming') break;
        if (!isDrawn) continue;
        isDrawn = false;
        tools.frame(draw);
      }
      show(turn);
      if (turn.done?.abstained)
        show({
          ...turn,
          nearest: await tools.nearest(first.settings, first.question, signal).catch(() => []),
        });
    } catch (error) {
      show(endedBy(error, turn, signal));
    } finally {
      isOver = true;
      if (controller === own) {
        controller = null;
        giveWay = () => {};
        running.value = null;
        written = null;
      }
    }
  }

  /** Shows a conversation where it is open. */
  function put(conversation: Conversation): void {
    if (current.value?.id === conversation.id) current.value = conversation;
  }
}

/** What is shown and kept: before the first word of another answer, and where none came, the one before. */
function standing(before: Turn | null, turn: Turn): Turn {
  if (!before?.answer || turn.answer !== '' || turn.status === 'done') return turn;
  return turn.status === 'failed' ? { ...before, error: turn.error } : before;
}

function endedBy(error: unknown, turn: Turn, signal: AbortSignal): Turn {
  if (turn.status === 'done') return { ...turn, nearest: turn.nearest ?? [] };
  if (signal.aborted) return { ...turn, status: 'stopped' };
  const { code, message, hint } =
    error instanceof ServiceError ? error : { code: 'PAGE', message: String(error), hint: null };
  return { ...turn, status: 'failed', error: { code, message, hint: hint ?? null } };
}
