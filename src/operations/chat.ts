import type { AskResponse } from '@gecko/core/contract/ask';
import type { ChatMessage } from '@gecko/core/contract/message';
import { GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { belowAnswer } from './ask/answer-text.ts';
import { checkTopK } from './ask/check-top-k.ts';
import { toFilter } from './ask/filter.ts';
import { streamAnswer } from './ask/stream-answer.ts';
import { withModelOffered } from './ask/with-model-offered.ts';
import { ensureBackend } from './backend.ts';
import { commandWords, runCommand } from './chat/commands.ts';

export interface ChatInput {
  backend: 'rag' | 'qa';
  collection: string | undefined;
  /** `key=value` */
  filters: readonly string[];
  topK: number | undefined;
}

/** A question of the conversation, with what came of it. */
export interface Turn {
  question: string;
  answer: string;
  /** Null where the answer was stopped. */
  response: AskResponse | null;
}

/** What commands may look at and change. */
export interface ChatState {
  backend: 'rag' | 'qa';
  filters: readonly string[];
  turns: readonly Turn[];
}

/** Questions and answers before this one that are sent along; the backend keeps what its model has room for. */
const TURNS = 20;

/** Of each, in UTF-16 units. */
const LONGEST = 10_000;

/**
 * A conversation until the end of the input. What goes wrong with one question is told; on a terminal
 * the next can be asked. @throws GeckoError USAGE (exit 2); without a terminal, what ask throws
 */
export async function chat(input: ChatInput, runtime: Runtime): Promise<void> {
  const { ui } = runtime;
  checkTopK(input.topK);
  const state: ChatState = { backend: input.backend, filters: input.filters, turns: [] };
  const conversation = await ui.converse();
  const leave = 'Ctrl-D or /quit leaves.';
  if (ui.interactive)
    ui.event({
      type: 'note',
      text: `Ask about your documents. /help lists the commands. ${leave}`,
    });
  try {
    for (;;) {
      const onInterrupt = () => ui.event({ type: 'note', text: leave });
      const line = await conversation.next('> ', commandWords, onInterrupt);
      if (line === null) return;
      const words = line.trim();
      if (words === '') continue;
      try {
        if (!words.startsWith('/'))
          state.turns = [...state.turns, await answer(words, state, input, runtime)];
        else if ((await runCommand(words, state, runtime)) === 'quit') return;
      } catch (error) {
        if (!(error instanceof GeckoError) || !ui.interactive || runtime.signal.aborted)
          throw error;
        const hint = error.hint ? `\n${error.hint}` : '';
        ui.event({ type: 'warning', text: `${error.message}${hint}` });
      }
    }
  } finally {
    conversation.close();
  }
}

async function answer(
  question: string,
  { backend, filters, turns }: ChatState,
  { collection, topK }: ChatInput,
  runtime: Runtime,
): Promise<Turn> {
  const { ui, config } = runtime;
  // Each time: the services may have been stopped since.
  const client = await ensureBackend(runtime, backend);
  const request = {
    question,
    messages: turns.slice(-TURNS).flatMap(toMessages),
    collection: collection ?? config.corpus.collection,
    ...(filters.length > 0 ? { filter: toFilter(filters) } : {}),
    ...(topK === undefined ? {} : { topK }),
  };
  let shown = '';
  return runtime.contain(async (signal) => {
    try {
      const onText = (text: string) => {
        shown += text;
      };
      const response = await withModelOffered({ ...runtime, signal }, () =>
        streamAnswer(client, request, { ui, signal, onText }),
      );
      ui.report({ json: { ...response }, text: (style) => `${belowAnswer(response, style)}\n` });
      return { question, answer: response.answer, response };
    } catch (error) {
      if (!signal.aborted || runtime.signal.aborted) throw error;
      ui.event({ type: 'note', text: 'Stopped.' });
      return { question, answer: shown.trim(), response: null };
    }
  });
}

function toMessages({ question, answer }: Turn): ChatMessage[] {
  return [
    { role: 'user', content: question.slice(0, LONGEST) },
    ...(answer === '' ? [] : [{ role: 'assistant' as const, content: answer.slice(0, LONGEST) }]),
  ];
}
