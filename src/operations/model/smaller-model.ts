import { catalogue } from '../../fit/catalogue.ts';
import { rankModels } from '../../fit/rank-models.ts';
import { useOf } from '../../fit/use-of.ts';

/** Of what Ollama says where a model does not fit: `… than is available (3.1 GiB)`. */
const AVAILABLE = /than is available \(([\d.]+) (GiB|MiB)\)/;

/**
 * The model to take in place of one that Ollama could not load, by the memory that it says there is; null
 * where it does not say, or none fits.
 */
export function smallerModel(words: string, contextTokens: number): string | null {
  const [, amount, unit] = AVAILABLE.exec(words) ?? [];
  if (amount === undefined) return null;
  const memory = Number(amount) * 2 ** (unit === 'GiB' ? 30 : 20);
  // How fast it is does not matter here: what fits goes first, in the order of the catalogue.
  const [best] = rankModels(catalogue, useOf(contextTokens), {
    gpu: null,
    memory,
    bandwidth: Number.POSITIVE_INFINITY,
  });
  return best?.isBest ? best.model.name : null;
}
