import type { AskEvent } from '../api/ask.ts';
import type { Turn } from './conversation.ts';

/** A turn after the next event of its answer. */
export function nextTurn(turn: Turn, event: AskEvent): Turn {
  switch (event.event) {
    case 'analysis':
      return { ...turn, analysis: event.data };
    case 'citations':
      return { ...turn, citations: event.data.citations };
    case 'token':
      return { ...turn, answer: turn.answer + event.data.text };
    case 'done': {
      const { answer, citations, analysis = turn.analysis, question: _, ...done } = event.data;
      return { ...turn, status: 'done', answer, citations, analysis, done };
    }
    default:
      // Of a newer contract.
      return turn;
  }
}
