import { detectLanguage } from './detect-language.ts';
import { fold } from './fold.ts';
import type { Analyzed, Language } from './port.ts';
import { stems } from './stem.ts';
import { isStopWord } from './stop-words.ts';
import { parts, tokens } from './tokens.ts';

export { detectLanguage };

/** Part of the fingerprint: stored terms of another version do not meet the questions of this one. */
export const LEXICAL_VERSION: string = '1';

/** Longer terms (base64, minified code) are cut, in documents and questions alike. */
const LONGEST_TERM = 100;

/** Words of a question that are looked for, the first ones; a pasted page has more, and costs each. */
const MOST_WORDS = 200;

/** "how long", "cuánto tiempo": together an interrogative; no document has the second word for it. */
const MEASURE =
  /(?<![\p{L}\p{N}])(how|cu[aá]nto)\s+(?:long|often|soon|far|old|big|large|high|fast|late|early|tiempo)(?![\p{L}\p{N}])/giu;

/** A word of a question that its evidence must show; any of `terms` in a document counts as the word. */
export interface QuestionWord {
  word: string;
  terms: string[];
}

/**
 * Terms of a document's text, none with white space: for each token its folded form, its stem, and
 * the same of an identifier's parts. `undefined` detects the language; null stems in both.
 */
export function analyse(text: string, language?: Language | null): Analyzed {
  const known = language === undefined ? detectLanguage(text) : language;
  const terms = tokens(text).flatMap((token) => [
    ...new Set([token, ...parts(token)].flatMap((word) => wordTerms(word, known))),
  ]);
  return { terms, language: known };
}

/** Distinct terms of a question, in order; stop words are dropped where something else is left. */
export function queryTerms(question: string): string[] {
  const { content, all } = wordsOf(question);
  return [...new Set((content.length > 0 ? content : all).flatMap(({ terms }) => terms))];
}

/**
 * The words that carry a question, without stop words, each with the terms that count as a match; an
 * identifier and each of its parts are words of their own.
 */
export function questionWords(question: string): QuestionWord[] {
  return wordsOf(question).content;
}

function wordsOf(question: string): { content: QuestionWord[]; all: QuestionWord[] } {
  const language = detectLanguage(question);
  const words = new Map<string, QuestionWord>();
  for (const token of tokens(question.replace(MEASURE, '$1'))) {
    for (const word of [token, ...parts(token)]) {
      const terms = wordTerms(word, language);
      const folded = terms[0];
      if (folded && !words.has(folded)) words.set(folded, { word, terms });
    }
  }
  const content = [...words].filter(([folded]) => !isStopWord(folded, language));
  return {
    content: content.map(([, word]) => word).slice(0, MOST_WORDS),
    all: [...words.values()].slice(0, MOST_WORDS),
  };
}

/** The folded word first, then its stems where they differ; none of a word of marks alone. */
function wordTerms(word: string, language: Language | null): string[] {
  const bare = word.replace(/['’]s$/i, '').replace(/['’]/g, '');
  // A mark without a letter folds to nothing.
  return [...new Set([fold(bare), ...stems(bare, language)])]
    .filter((term) => term !== '')
    .map((term) => term.slice(0, LONGEST_TERM));
}
