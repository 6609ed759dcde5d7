import type { ChatMessage } from '../contract/message.ts';
import { questionWords } from '../lexical/analyse.ts';

/** How a question begins that goes on from the one before. */
const GOES_ON =
  /^[\s¿¡]*(and|but|so|then|also|what about|how about|why|y|e|pero|entonces|también|qué tal|por qué)(?![\p{L}\p{N}])/iu;

/** Before "that", where it stands for something: "after that", "Does that …?", not "a plan that …". */
const BEFORE_THAT =
  "about|after|before|for|from|in|of|on|to|with|without|by|at|than|like|is|was|are|do|does|did|can|could|will|would|should|has|had|what's";

/** What they have for an object is a sentence: "know that the pump runs". */
const CLAUSE_VERBS =
  'know|think|say|says|said|mean|means|ensure|check|verify|see|confirm|guarantee|prove|tell|told|assume|believe|find|require|requires|notice|state|states';

/** Words for something that was named before, each only where it is one. */
const POINTING = [
  'its|they|them|their|theirs|he|she|him|her|his|former|latter',
  'él|ella|ellos|ellas|ello|eso|ese|esa|esos|esas|esto|estos|allí|ahí',
  // Not "is it possible to", "does it take to".
  String.raw`it(?!\s+(?:possible|necessary|allowed|required|true|better|take|makes? sense)\s+(?:to|that)\b)`,
  // Not "is there", "there are".
  String.raw`there(?<!\b(?:is|are|was|were|isn't|aren't|will|has|have|had)\s+there)(?!(?:\s+(?:is|are|was|were|will)|['’]s)\b)`,
  String.raw`that(?<=(?:^[\s¿¡]*|\b(?:${BEFORE_THAT})\s+)that)`,
  String.raw`that(?=\s*(?:$|[?.,;!])|\s+(?:in|on|at|for|with|by|to|from|again|too)\b)`,
  // "I change that setting", "Who wrote that document?", "Explain that message".
  String.raw`that(?<=(?:\b(?:I|we|you|to)|^(?:who|what))\s+(?!(?:${CLAUSE_VERBS})\b)\p{L}+\s+that)`,
  String.raw`that(?<=^(?:explain|describe|show|give|repeat|translate|expand)(?:\s+me)?\s+that)`,
  // Not "those who".
  String.raw`those(?!\s+(?:who|that|which|whose|with|without)\b)`,
  String.raw`aquel(?:lo|la|los|las)?(?!\s+que\b)`,
  // Not "this year", "el mismo día".
  String.raw`(?:this|these|same)(?!\s+(?:years?|months?|weeks?|days?|time|morning|quarter|corpus|collection)\b)`,
  String.raw`(?:este|mism[oa]s?)(?!\s+(?:año|mes|día|tiempo|trimestre|semana|hora|corpus)(?!\p{L}))`,
  // Not "one ticket", "does one install", "which one of them".
  String.raw`ones|one(?=\s*(?:$|[?.,;!])|\s+(?:is|are|was|were|has|have|does|do|did|can|will|should)\b)`,
  String.raw`one(?<=\b(?:the|an?|this|that|another)\s+\p{L}+\s+one)|which\s+one(?!\s+of\b)`,
];
const POINTS_BACK = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${POINTING.join('|')})(?![\\p{L}\\p{N}])`,
  'iu',
);

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

/** Whether a question has words enough to tell by them what answers it. */
export function saysEnough(question: string): boolean {
  return questionWords(question).length >= LEAST_WORDS;
}

/** Whether what a question is about was named before: "Does it cover water?". */
export function pointsBack(question: string): boolean {
  return POINTS_BACK.test(question);
}

function followsUp(question: string): boolean {
  return GOES_ON.test(question) || pointsBack(question) || !saysEnough(question);
}
