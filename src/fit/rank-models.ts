import { amount } from '../amount.ts';
import type { CatalogueModel } from './catalogue-model.ts';
import type { FitMachine } from './fit-machine.ts';
import { type Judgement, judgeModel } from './judge-model.ts';
import type { ModelUse } from './model-use.ts';

/**
 * Tokens a second at which an answer comes as fast as it is read: 238 words a minute (Brysbaert 2019, the
 * mean of silent reading in English) at three quarters of a word a token.
 */
export const READING_SPEED = 238 / 60 / 0.75;

export interface RankedModel extends Judgement {
  model: CatalogueModel;
  /** Of all, the one to take; at most one is. */
  isBest: boolean;
  /** In a few words. */
  why: string;
}

/**
 * Models by what fits a machine: those that write at least as fast as one reads in the order given, then
 * those that are slower, the fastest first, then those that do not fit, the smallest first.
 * @param models the better before the less good
 */
export function rankModels(
  models: readonly CatalogueModel[],
  use: ModelUse,
  machine: FitMachine,
): RankedModel[] {
  const judged = models.map((model) => ({ model, ...judgeModel(model, use, machine) }));
  const ordered = judged.toSorted((a, b) => tier(a) - tier(b) || within(a, b));
  return ordered.map((one, index) => ({
    ...one,
    isBest: index === 0 && one.fit.where !== 'no',
    why: index === 0 && one.fit.where !== 'no' ? `best here: ${reason(one)}` : reason(one),
  }));
}

type Judged = Judgement & { model: CatalogueModel };

function tier({ fit, tokensPerSecond }: Judgement): 0 | 1 | 2 {
  if (fit.where === 'no') return 2;
  // Of a card that nobody knows it is fast enough what lies in it.
  const isQuick = tokensPerSecond === null ? fit.where === 'gpu' : tokensPerSecond >= READING_SPEED;
  return isQuick ? 0 : 1;
}

/** Of the same tier; sorting keeps the order given where it is zero. */
function within(a: Judged, b: Judged): number {
  if (tier(a) === 1) return (b.tokensPerSecond ?? 0) - (a.tokensPerSecond ?? 0);
  return tier(a) === 2 ? a.needs.total - b.needs.total : 0;
}

function reason(judged: Judged): string {
  const { fit, model } = judged;
  if (fit.where === 'no') return `lacks ${amount(fit.lacking)} of memory`;
  return tier(judged) === 1 ? `slower than one reads; ${model.summary}` : model.summary;
}
