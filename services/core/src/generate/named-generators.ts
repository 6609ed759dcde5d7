import type { GeneratorInfo } from '../contract/ask.ts';
import { ServiceError } from '../contract/errors.ts';
import { openModelFolder } from '../models/model-folder.ts';
import type { GeneratorTools } from './choose.ts';
import { findOllama } from './find-ollama.ts';
import { createGgufGenerator } from './gguf/gguf.ts';
import { hasModel } from './has-model.ts';
import { createOllamaGenerator } from './ollama.ts';
import { mayUseOllama } from './ollama-of.ts';
import type { Generator } from './port.ts';
import type { GeneratorSettings } from './settings.ts';

/** A language model that a question may name. */
export interface NamedModel {
  /** Without the tag `latest`. */
  name: string;
  kind: GeneratorInfo['kind'];
}

export interface NamedGenerators {
  /** All that are installed where this backend's answers come from. */
  models(): Promise<NamedModel[]>;
  /**
   * Without a name, or with the name of its model, the usual one.
   * @throws ServiceError MODEL_UNKNOWN, with the list of those that there are
   */
  generator(name?: string): Promise<Generator>;
}

const reason = 'the question asks for it';

/** The models that may be named instead of the usual generator's, and generators that answer with them. */
export function createNamedGenerators(
  settings: GeneratorSettings,
  usual: () => Promise<Generator>,
  tools: GeneratorTools,
): NamedGenerators {
  const remembering = { learned: new Set<string>(), ...tools };
  const ollama = () => (mayUseOllama(settings) ? findOllama(settings) : null);
  const inProcess = async () =>
    settings.kind === 'auto' || settings.kind === 'gguf'
      ? openModelFolder(settings.gguf.folder, tools.clock.now).list()
      : [];
  return {
    async models() {
      if (settings.kind === 'openai') return [{ name: settings.model, kind: 'openai' }];
      const [found, files] = await Promise.all([ollama(), inProcess()]);
      return listed(found?.models ?? [], files);
    },
    async generator(name) {
      const chosen = await usual();
      if (name === undefined || chosen.info.model === name) return chosen;
      const [found, files] = await Promise.all([ollama(), inProcess()]);
      if (found && hasModel(found.models, name))
        return createOllamaGenerator({ ...settings, model: name }, found.url, remembering, reason);
      const file = files.find((one) => one.name === name);
      if (file) return createGgufGenerator(settings, file, tools, reason);
      throw unknown(name, listed(found?.models ?? [], files));
    },
  };
}

function listed(ofOllama: readonly string[], files: readonly { name: string }[]): NamedModel[] {
  const named = (kind: NamedModel['kind']) => (name: string) => ({ kind, name });
  return [
    ...ofOllama.map((name) => name.replace(/:latest$/, '')).map(named('ollama')),
    ...files.map(({ name }) => name).map(named('gguf')),
  ];
}

function unknown(name: string, models: readonly NamedModel[]): ServiceError {
  const names = models.map((model) => model.name);
  return new ServiceError(
    'MODEL_UNKNOWN',
    `there is no language model ${JSON.stringify(name.slice(0, 100))} here`,
    names.length === 0
      ? 'None is installed; gecko model pull NAME brings one.'
      : `There is: ${names.slice(0, 30).join(', ')}. gecko model pull NAME brings another.`,
  );
}
