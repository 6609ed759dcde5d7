import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';

/**
 * Removes a model in process, and what a broken download of it left.
 * @throws GeckoError MODEL_MISSING
 */
export async function removeModel(name: string, { models }: Runtime): Promise<Report> {
  if (!(await models.remove(name)))
    throw new GeckoError('MODEL_MISSING', `There is no model ${name} in process`, {
      exitCode: exitCodes.failure,
      hint: '`gecko model list` shows what there is.',
    });
  return { json: { removed: name }, text: () => `removed ${name}` };
}
