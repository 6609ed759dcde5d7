import { exitCodes, GeckoError } from '../../../errors.ts';
import { fullModelName } from '../../../plan/full-model-name.ts';

/**
 * Those of the models that are named; all of them where none is. `llama3` is `llama3:latest`.
 * @param where that has them, for people
 * @throws GeckoError MODEL_MISSING (exit 1)
 */
export function chosenModels<T extends { name: string }>(
  all: readonly T[],
  names: readonly string[],
  where: string,
): T[] {
  if (names.length === 0) return [...all];
  const wanted = new Set(names.map(fullModelName));
  const missing = [...wanted].filter((name) => !all.some((one) => one.name === name));
  if (missing.length === 0) return all.filter(({ name }) => wanted.has(name));
  const there = all.map(({ name }) => name).join(', ') || 'none';
  throw new GeckoError('MODEL_MISSING', `${where} has no model ${missing.join(', ')}`, {
    exitCode: exitCodes.failure,
    hint: `It has: ${there}.`,
    details: { models: missing },
  });
}
