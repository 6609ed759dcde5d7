import { hasModel } from '../../../plan/has-model.ts';
import { asksOllama } from '../../../stack/asks-ollama.ts';
import type { Check, Finding } from '../check.ts';

/** Ollama answers, is no version with a known hole, and has the model. */
export const ollama: Check = {
  id: 'ollama',
  title: 'Ollama',
  runtimes: ['docker', 'embedded'],
  deadline: 20_000,
  async run(facts, signal) {
    const { config } = facts.runtime;
    if (!asksOllama(config))
      return {
        skipped: `Answers are not written by Ollama: generator.kind is ${config.generator.kind}`,
      };
    const { server, place } = await facts.ollama();
    const [version, models] = await Promise.all([server.version(signal), server.models(signal)]);
    const { model } = config;
    const isThere = hasModel(
      models.map(({ name }) => name),
      model,
    );
    const there: Finding = isThere
      ? { code: 'MODEL', severity: 'ok', text: `Ollama ${version} of ${place} has ${model}` }
      : {
          code: 'MODEL_MISSING',
          severity: 'problem',
          text: `Ollama of ${place} does not have ${model}`,
          consequence: 'Answers are sentences of the documents until it has',
          fix: { what: `pull ${model}`, command: `gecko model pull ${model}` },
        };
    return { findings: [there] };
  },
};
