import type { Analysis } from '@gecko/core/contract/ask';
import type { Filter } from '@gecko/core/contract/filter';
import { detectLanguage } from '@gecko/core/lexical/analyse';
import type { GenerationStore } from '@gecko/core/store/port';
import { namedFilters } from './named-filters.ts';
import { variants } from './variants.ts';

/**
 * What `rag` understands of a question before anything is searched, without a language model: its
 * language, what kind of answer it wants, filters named in it, other wordings.
 *
 * @param questions oldest first; the last is asked, and goes on from those before
 */
export async function analyse(
  questions: readonly string[],
  corpus: Pick<GenerationStore, 'fields' | 'values'>,
): Promise<Analysis> {
  const question = questions.join(' ');
  const { filter, rest } = await inheritedFilters(questions, corpus);
  return {
    language: detectLanguage(questions.at(-1) ?? '') ?? detectLanguage(question),
    intent: intentOf(question),
    filter,
    variants: variants(question, rest),
  };
}

/** Of each field what the last question names; what it does not name counts on from those before. */
async function inheritedFilters(
  questions: readonly string[],
  corpus: Pick<GenerationStore, 'fields' | 'values'>,
) {
  const named = await Promise.all(questions.map((question) => namedFilters(question, corpus)));
  return {
    filter: Object.fromEntries(
      named.flatMap(({ filter }) => Object.entries(filter)),
    ) satisfies Filter,
    rest: named
      .map(({ rest }) => rest)
      .filter((rest) => rest !== '')
      .join(' '),
  };
}

/** The first that matches; a question that fits none looks up a fact. */
const INTENTS: [Analysis['intent'], RegExp][] = [
  [
    'compare',
    /\b(compare[ds]?|comparison|differences?|differs?|versus|vs)\b|\b(compara|diferencia|distingue)/i,
  ],
  ['summary', /\b(summar(y|ise|ize)|overview|outline|tl;?dr)\b|\b(resum(e|en|ir)|síntesis)/i],
  [
    'howto',
    /\bhow (do|can|could|should|would|to|does one)\b|\bsteps\b|(^|\P{L})(c[óo]mo|pasos)(?!\p{L})/iu,
  ],
  [
    'list',
    /\b(list|enumerate|name all|(which|what) (are|\p{L}+s are)|what kinds)\b|\b(lista|enumera|cu[áa]les (son|hay)|qu[ée] tipos)/iu,
  ],
];

function intentOf(question: string): Analysis['intent'] {
  return INTENTS.find(([, pattern]) => pattern.test(question))?.[0] ?? 'lookup';
}
