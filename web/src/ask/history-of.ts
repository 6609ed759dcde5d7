import type { Schemas } from '../api/schema.d.ts';
import type { Turn } from './conversation.ts';

/** Most that the contract takes of one message, in UTF-16 units. */
const LONGEST = 20_000;
/** Turns that a follow-up question sends along: what is older hardly says what it means. */
const MOST_TURNS = 20;

/** What was said before, as a follow-up question sends it: answered turns alone, oldest first. */
export function historyOf(turns: readonly Turn[]): Schemas['ChatMessage'][] {
  return turns
    .filter(({ status, answer }) => status !== 'streaming' && answer.trim() !== '')
    .slice(-MOST_TURNS)
    .flatMap(({ question, answer }): Schemas['ChatMessage'][] => [
      { role: 'user', content: question.slice(0, LONGEST) },
      { role: 'assistant', content: answer.slice(0, LONGEST) },
    ]);
}
