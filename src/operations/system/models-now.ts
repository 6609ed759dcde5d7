import type { ReportValues } from '@gecko/core/contract/system-report';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { modelsPart, type SeenModel } from '../../system/models-part.ts';
import type { FoundOllama } from '../find-ollama.ts';
import { judgeHere } from '../model/judge-here.ts';
import { type ListedModel, listedModels } from '../model/listed-models.ts';
import type { ModelJudge } from '../model/model-judge.ts';

/** How fast the memory is is not told, so it is not measured. */
const measure = () => 1;

/** The models of an Ollama, with whether there is room for them where it runs, for the page. */
export async function modelsNow(
  found: FoundOllama,
  runtime: Runtime,
): Promise<ReportValues['models']> {
  const { config, signal } = runtime;
  const [models, judge] = await Promise.all([
    listedModels(found.server, signal),
    judgeHere(found, runtime, { measure }),
  ]);
  const judged = await Promise.all(models.map((model) => withFit(model, found, judge, signal)));
  return modelsPart(config.model, judged);
}

async function withFit(
  model: ListedModel,
  { server }: FoundOllama,
  judge: ModelJudge | null,
  signal: AbortSignal,
): Promise<SeenModel> {
  try {
    const judgement = judge && (await judge.byServer(server, model, signal));
    return { ...model, fit: judgement?.fit ?? null };
  } catch (error) {
    // One whose file is damaged is listed all the same.
    if (error instanceof GeckoError) return { ...model, fit: null };
    throw error;
  }
}
