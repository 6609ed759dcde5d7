import type { Language } from './port.ts';

const SAMPLE = 20_000;

/** Words that one language uses and the other does not; what both write (`a`, `no`, `me`) is absent. */
const FUNCTION_WORDS: Record<Language | 'other', Set<string>> = {
  en: words(`the of and to in is are was were be been it its this that these those what which who whom
    whose why how when where do does did can could should would will shall may might must i you he she
    we they my your his her our their an or not from with without by for on at into about than then if
    there here have had has any some all each only also just very more most between after before while
    because get make use using used run`),
  es: words(`el la los las un una unos unas de del al y o que qué cual cuál cuales cuáles quien quién
    como cómo cuando cuándo donde dónde cuanto cuánto cuantos por para con sin sobre entre desde hasta
    es son está están fue era ser estar hay se su sus mi mis tu tus lo le les nos este esta estos estas
    ese esa esto eso aquel pero más muy también ya si sí porque puedo puede pueden debo debe tengo tiene
    hago hace hacer hacen en uso usar sirve significa`),
  other:
    words(`não são uma com em ao das dos os pelo você é et les des est une dans pour avec sur qui pas
    je vous sont il di che della per sono gli nel è und der das ist nicht mit ein eine den zu auf amb els
    és aux du au och att är`),
};

function words(list: string): Set<string> {
  return new Set(list.split(/\s+/));
}

/**
 * Spanish or English by the evidence of function words, letters and endings; works on short
 * questions too. Null when the evidence is thin, balanced, or points to a third language.
 */
export function detectLanguage(text: string): Language | null {
  const sample = text.slice(0, SAMPLE).normalize('NFC').toLowerCase();
  const score = { en: 0, es: 0, other: 0 };
  for (const word of sample.match(/\p{L}+/gu) ?? []) addEvidence(word, score);
  if (/[¿¡]/.test(sample)) score.es += 2;
  const [best, second] = score.en > score.es ? (['en', 'es'] as const) : (['es', 'en'] as const);
  const rival = Math.max(score[second], score.other);
  return score[best] >= 1 && score[best] >= 1.5 * rival ? best : null;
}

function addEvidence(word: string, score: Record<Language | 'other', number>): void {
  if (FUNCTION_WORDS.en.has(word)) score.en += 1;
  if (FUNCTION_WORDS.es.has(word)) score.es += 1;
  if (FUNCTION_WORDS.other.has(word)) score.other += 1;
  if (/ñ/.test(word)) score.es += 1;
  if (/[çãõàèòùäößœ]/.test(word)) score.other += 1;
  if (/.{2}(ción|ciones|sión|siones)$/.test(word)) score.es += 1;
  if (/.{3}(cion|mente|idad|idades|ando|iendo)$/.test(word)) score.es += 0.5;
  if (/.{3}(tion|tions|ing|ness|ly|ed)$/.test(word)) score.en += 0.5;
}
