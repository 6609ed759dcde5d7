import type { OllamaServer } from '../../clients/ollama.ts';
import { catalogue } from '../../fit/catalogue.ts';
import type { FitMachine } from '../../fit/fit-machine.ts';
import { inCatalogue } from '../../fit/in-catalogue.ts';
import { type Judgement, judgeModel } from '../../fit/judge-model.ts';
import type { ModelUse } from '../../fit/model-use.ts';
import { rankModels } from '../../fit/rank-models.ts';
import { shapeOf } from '../../fit/shape-of.ts';
import { useOf } from '../../fit/use-of.ts';
import type { Runtime } from '../../runtime.ts';

/** Judges models for one machine and the project's settings. */
export interface ModelJudge {
  machine: FitMachine;
  use: ModelUse;
  /** By what the catalogue knows; null where it does not know the model. */
  byName(name: string): Judgement | null;
  /** By what an Ollama that has it tells; null where that does not do. */
  byServer(
    server: Pick<OllamaServer, 'show'>,
    model: { name: string; bytes: number },
    signal: AbortSignal,
  ): Promise<Judgement | null>;
  /** Name of the model to take; null where none fits. */
  best(): string | null;
}

export function modelJudge(machine: FitMachine, { config }: Pick<Runtime, 'config'>): ModelJudge {
  const { generator, services } = config;
  const use = useOf(generator.contextTokens, services.ollama.env);
  return {
    machine,
    use,
    byName(name) {
      const known = inCatalogue(name);
      return known && judgeModel(known, use, machine);
    },
    async byServer(server, { name, bytes }, signal) {
      const shape = shapeOf((await server.show(name, signal)).metadata);
      return shape && judgeModel({ bytes, shape }, use, machine);
    },
    best() {
      const [first] = rankModels(catalogue, use, machine);
      return first?.isBest ? first.model.name : null;
    },
  };
}
