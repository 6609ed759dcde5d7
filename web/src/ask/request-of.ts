import type { Schemas } from '../api/schema.d.ts';
import type { Turn } from './conversation.ts';

/** What a turn asks its backend; what was not chosen is left to it. */
export function requestOf(
  { question, settings: { collection, model, filter } }: Pick<Turn, 'question' | 'settings'>,
  history: Schemas['ChatMessage'][],
): Schemas['AskRequest'] {
  return {
    question,
    ...(history.length > 0 ? { messages: history } : {}),
    ...(collection === null ? {} : { collection }),
    ...(model === null ? {} : { model }),
    ...(Object.keys(filter).length > 0 ? { filter } : {}),
  };
}
