import { amount } from '../amount.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { catalogue } from '../fit/catalogue.ts';
import { rankModels } from '../fit/rank-models.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { alignedTable } from './aligned-table.ts';
import { fitText, machineText, speedText } from './model/fit-text.ts';
import { lookForOllama } from './model/look-for-ollama.ts';
import { type MachineOptions, machineHere } from './model/machine-here.ts';
import { modelJudge } from './model/model-judge.ts';

/**
 * Models that gecko knows, by what fits where the project's Ollama runs, or would run. Asks no network.
 * @throws GeckoError RUNTIME_UNSUPPORTED (exit 21) where it runs on a machine that cannot be looked into,
 *   and the engine's
 */
export async function recommendModels(
  runtime: Runtime,
  options: Pick<MachineOptions, 'measure'> = {},
): Promise<Report> {
  const { found } = await lookForOllama(runtime);
  const machine = await machineHere(found, runtime, options);
  if (machine === null) throw elsewhere(found?.place ?? '');
  const { use } = modelJudge(machine, runtime);
  const ranked = rankModels(catalogue, use, machine);
  const best = ranked.find(({ isBest }) => isBest);
  return {
    json: {
      machine,
      use,
      best: best?.model.name ?? null,
      models: ranked.map(({ model, needs, fit, tokensPerSecond, isBest, why }) => ({
        name: model.name,
        bytes: model.bytes,
        parameters: model.parameters,
        quantisation: model.quantisation,
        licence: model.licence,
        ...{ needs, fit, tokensPerSecond, isBest, why },
      })),
    },
    text: (style) =>
      [
        `There is ${machineText(machine)}; a context of ${use.contextTokens} tokens.`,
        '',
        alignedTable([
          ['  model', 'size', 'needs', 'fits', 'tokens/s', 'why'],
          ...ranked.map(({ model, needs, fit, tokensPerSecond, isBest, why }) => [
            `${isBest ? '*' : ' '} ${model.name}`,
            amount(model.bytes),
            amount(needs.total),
            fitText(fit),
            speedText(tokensPerSecond),
            why,
          ]),
        ]),
        '',
        best
          ? `gecko model pull ${style.bold(best.model.name)} brings it, and the key model takes it: model: ${best.model.name} (${best.model.licence})`
          : 'None fits. generator.url takes a server elsewhere; gecko answers with sentences of the documents without one.',
      ].join('\n'),
  };
}

function elsewhere(place: string): GeckoError {
  return new GeckoError(
    'RUNTIME_UNSUPPORTED',
    `The Ollama at ${place} runs on another machine, and gecko cannot see its memory`,
    { exitCode: exitCodes.unsupported, hint: 'Run gecko model recommend on that machine.' },
  );
}
