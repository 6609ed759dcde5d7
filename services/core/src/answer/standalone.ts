import type { ChatMessage } from '../contract/message.ts';
import { questionWords } from '../lexical/analyse.ts';

/** How a question begins that goes on from the one before. */
const GOES_ON =
  /^[\s¿¡]*(and|but|so|then|also|what about|how about|why|y|e|pero|entonces|también|qué tal|por qué)(?![\p{L}\p{N}])/iu;

/** Words for something that was named before. */
const POINTS_BACK =
  /(?<![\p{L}\p{N}])(it|its|they|them|their|theirs|that|those|this|these|he|she|him|her|his|there|ones?|former|latter|same|él|ella|ellos|ellas|ello|eso|ese|esa|esos|esas|esto|este|estos|aquel(lo|la|los|las)?|allí|ahí|mism[oa]s?)(?![\p{L}\p{N}])/iu;

/** With fewer words that tell, a question says too little by itself. */
const LEAST_WORDS = 2;

/** Longest standalone question, in UTF-16 units: what is older says less. */
const LONGEST = 2_000;

/**
 * A question and, before it, the earlier ones that it goes on from or points back to, oldest first:
 * joined by blanks they can be understood without the history. By rule, without a language model, so
 * that retrieval finds the same with every generator.
 */
export function standalone(question: string, history: readonly ChatMessage[]): string[] {
  const asked = history.filter(({ role }) => role === 'user').map(({ content }) => content.trim());
  const questions: string[] = [question];
  let room = LONGEST - question.length - 1;
  for (const before of asked.filter((content) => content !== '').reverse()) {
    if (room <= 0 || !followsUp(questions[0] ?? '')) break;
    questions.unshift(before.slice(-room));
    room -= before.length + 1;
  }
  return questions;
}

function followsUp(question: string): boolean {
  return (
    GOES_ON.test(question) ||
    POINTS_BACK.test(question) ||
    questionWords(question).length < LEAST_WORDS
  );
}
