import { amount } from '../amount.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { inCatalogue } from '../fit/in-catalogue.ts';
import { shapeOf } from '../fit/shape-of.ts';
import { fullModelName } from '../plan/full-model-name.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { type FoundOllama, findOllama } from './find-ollama.ts';
import { fitText, machineText, speedText } from './model/fit-text.ts';
import { judgeHere } from './model/judge-here.ts';
import { oneLine } from './one-line.ts';

/**
 * What a model of the project's Ollama is, what memory it needs here, and whether it fits.
 * @throws GeckoError MODEL_MISSING (exit 1), GENERATOR_UNREACHABLE (20)
 */
export async function showModel(name: string, runtime: Runtime): Promise<Report> {
  const { signal, config } = runtime;
  const found = await findOllama(runtime);
  const [details, models] = await Promise.all([
    found.server.show(name, signal).catch((error: unknown) => {
      throw withPull(error, name, found);
    }),
    found.server.models(signal),
  ]);
  const full = fullModelName(name);
  const bytes = models.find((model) => model.name === full)?.bytes ?? 0;
  const judge = await judgeHere(found, runtime);
  const judgement = judge && (await judge.byServer(found.server, { name, bytes }, signal));
  const shape = shapeOf(details.metadata);
  const licence = firstLine(details.licence) || inCatalogue(name)?.licence || null;
  const fields: readonly (readonly [string, string])[] = [
    ['architecture', shape?.architecture ?? '?'],
    ['parameters', details.parameterSize || '?'],
    ['quantisation', details.quantisation || '?'],
    ['size', amount(bytes)],
    [
      'context',
      shape?.contextTokens
        ? `${shape.contextTokens} tokens, of which ${config.generator.contextTokens} are asked for`
        : '?',
    ],
    ['capabilities', details.capabilities.join(', ') || '?'],
    ['licence', licence ?? '?'],
    ...(judge && judgement
      ? ([
          [
            'needs',
            `about ${amount(judgement.needs.total)}: weights ${amount(judgement.needs.weights)}, context ${amount(judgement.needs.cache)}, computation ${amount(judgement.needs.compute)}`,
          ],
          ['fits', `${fitText(judgement.fit)} (there is ${machineText(judge.machine)})`],
          ['tokens/s', speedText(judgement.tokensPerSecond)],
        ] as const)
      : []),
  ];
  return {
    json: {
      name: full,
      bytes,
      ...details,
      licence,
      contextTokens: shape?.contextTokens ?? null,
      architecture: shape?.architecture ?? null,
      needs: judgement?.needs ?? null,
      fit: judgement?.fit ?? null,
      tokensPerSecond: judgement?.tokensPerSecond ?? null,
    },
    text: (style) =>
      fields.map(([key, value]) => `${style.dim(key.padEnd(12))}  ${oneLine(value)}`).join('\n'),
  };
}

function firstLine(text: string): string {
  return (text.split('\n').find((line) => line.trim() !== '') ?? '').trim();
}

function withPull(error: unknown, name: string, { place }: FoundOllama): unknown {
  if (!(error instanceof GeckoError) || error.code !== 'MODEL_MISSING') return error;
  return new GeckoError('MODEL_MISSING', `The Ollama of ${place} does not have ${name}`, {
    exitCode: exitCodes.failure,
    hint: `gecko model pull ${name} brings it; gecko model list shows what is there.`,
    cause: error,
  });
}
