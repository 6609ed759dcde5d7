import type { Sentence } from './sentences.ts';

interface Shape {
  asked: RegExp;
  has(piece: Sentence): boolean;
  /** Of two pieces that say as much, how much more the one is worth that has it. */
  worth: number;
}

/** What the words of a question, in English or Spanish, expect of an answer. */
const shapes: readonly Shape[] = [
  {
    // What to type.
    asked:
      /\bhow (to|(do|can|could|should) (I|we|you|one))\b|\bcommand\b|\bc[oó]mo\b(?! (funciona|es|son|est[aá]|se llama))|\bcomando\b|\bfórmula\b/i,
    has: ({ kind, text }) => kind === 'code' || /`[^`]+`/.test(text),
    worth: 1.3,
  },
  {
    // What something is: a part begins with it.
    asked:
      /^(so,? )?(what|who) (is|are|was|were)\b|\bwhat does .+ mean\b|^¿?\s*(qu[eé]|qui[eé]n(es)?) (es|son|fue|significan?)\b/i,
    has: ({ opens, kind }) => opens && kind === 'prose',
    worth: 1.3,
  },
  {
    // A number.
    asked:
      /\b(how (many|much|long|fast|often|big|large|far|old)|when)\b|\b(which|what) (version|year|date|port|percentage|price|size|speed)\b|\bcu[aá](nt[oa]s?|ndo)\b|\bqu[eé] (versi[oó]n|porcentaje|a[nñ]o|fecha|puerto|precio)\b/iu,
    has: ({ text }) => /\d/.test(text),
    worth: 1.6,
  },
];

/** @returns how much a piece of a document is worth by its shape, from 1 on */
export function expectedShape(question: string): (piece: Sentence) => number {
  const asked = shapes.filter((shape) => shape.asked.test(question));
  return (piece) =>
    asked.reduce((worth, shape) => (shape.has(piece) ? worth * shape.worth : worth), 1);
}
