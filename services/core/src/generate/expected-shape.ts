import type { Sentence } from './sentences.ts';

interface Shape {
  asked: RegExp;
  has(piece: Sentence): boolean;
  /** Of two pieces that say as much, how much more the one is worth that has it. */
  worth: number;
}

const NUMBER_ASKED =
  /\b(how (many|much|long|fast|often|big|large|far|old)|when)\b|\b(which|what) (version|year|date|port|percentage|price|size|speed|number|amount|limit|rate|interval|(status|error|exit) code)\b|\bcu[aá](nt[oa]s?|ndo)\b|\bqu[eé] (versi[oó]n|porcentaje|a[nñ]o|fecha|puerto|precio)\b/iu;

const NUMBER =
  /\d|\b(an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve) (minute|hour|day|week|month|year|percent|seconds)s?\b|\b(una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce) (segundo|minuto|hora|día|semana|mes|año)(s|es)?\b/i;

const DEFAULT_ASKED =
  /\bdefaults?\b|\bout of the box\b|\bunless\b|\bif (nothing|(I|you|we|one|it) ((do|does) not|(don|doesn)['’]t)|it (is not|isn['’]t)) |\bwithout (setting|giving|configuring)\b|\bpor defecto\b|\bpredeterminad|\bsi no (?!es\b)/i;

const DEFAULT = /\bdefaults?\b|\bdefecto\b|\bpredeterminad[oa]s?\b/i;

const YES_OR_NO_ASKED =
  /^(so,? )?(is|are|was|can|could|do|does|did|should|may|will|must|has|have) |^¿?\s*(es|son|est[aá]n?|hay|tienen?|se puede|pued[oe]n?|deb[oe]n?|hace falta) /i;

/** "No spaces are allowed" answers no such question. */
const YES_OR_NO = /^((yes|no|sí)\s*[.,:;!–—]|(yes|sí)\s)/i;

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
    asked: NUMBER_ASKED,
    has: ({ text }) => NUMBER.test(text),
    worth: 1.6,
  },
  {
    // What holds where nothing is said.
    asked: DEFAULT_ASKED,
    has: ({ text }) => DEFAULT.test(text),
    worth: 1.4,
  },
  {
    // Yes or no.
    asked: YES_OR_NO_ASKED,
    has: ({ text }) => YES_OR_NO.test(text),
    worth: 1.5,
  },
];

/** @returns how much a piece of a document is worth by its shape, from 1 on */
export function expectedShape(question: string): (piece: Sentence) => number {
  const asked = shapes.filter((shape) => shape.asked.test(question));
  return (piece) =>
    asked.reduce((worth, shape) => (shape.has(piece) ? worth * shape.worth : worth), 1);
}
