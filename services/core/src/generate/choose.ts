import { ServiceError } from '../contract/errors.ts';
import type { Embedder } from '../embed/port.ts';
import { type InstalledModel, openModelFolder } from '../models/model-folder.ts';
import type { ChatTools } from './chat.ts';
import { createExtractiveGenerator } from './extractive.ts';
import { findOllama, ollamaAddresses } from './find-ollama.ts';
import { createGgufGenerator } from './gguf/gguf.ts';
import type { LlamaHost } from './gguf/llama-host.ts';
import { hasModel } from './has-model.ts';
import { createOllamaGenerator } from './ollama.ts';
import { createOpenAiGenerator } from './openai.ts';
import type { Generator } from './port.ts';
import { serverAddress } from './server-address.ts';
import type { GeneratorSettings } from './settings.ts';

export interface GeneratorTools extends ChatTools {
  /** For the extractive answer; null where there is no embedder. */
  embed: Embedder['embedTexts'] | null;
  /** Of the models in process. */
  host: LlamaHost;
}

/** How long a choice holds before the servers are asked again. */
const CHOICE_MS = 5_000;

/**
 * Gives the generator to use now and why. With `auto` it is Ollama where one answers and has the
 * model, else a GGUF file where one was pulled, else the extractive one, whose reason says what is missing.
 * The provider throws ServiceError GENERATOR_UNREACHABLE where `openai` has no `url`, MODEL_MISSING
 * where `gguf` has no file
 */
export function createGeneratorProvider(
  settings: GeneratorSettings,
  tools: GeneratorTools,
): () => Promise<Generator> {
  // A choice is made anew every few seconds.
  const remembering = { learned: new Set<string>(), ...tools };
  let choice: { until: number; generator: Promise<Generator> } | null = null;
  return () => {
    const now = tools.clock.monotonic();
    if (choice === null || now >= choice.until) {
      choice = { until: now + CHOICE_MS, generator: choose(settings, remembering) };
    }
    return choice.generator;
  };
}

async function choose(settings: GeneratorSettings, tools: GeneratorTools): Promise<Generator> {
  const { kind, url } = settings;
  if (kind === 'extractive')
    return createExtractiveGenerator('generator.kind is extractive', tools.embed);
  if (kind === 'gguf') {
    const model = await installedModel(settings, tools);
    if (model) return createGgufGenerator(settings, model, tools, 'generator.kind is gguf');
    throw noModel(settings);
  }
  if (kind === 'openai') {
    if (url) return createOpenAiGenerator(settings, url, tools, 'generator.kind is openai');
    throw new ServiceError(
      'GENERATOR_UNREACHABLE',
      'generator.kind is openai, but generator.url is not set',
      'Set generator.url',
    );
  }
  const found = kind === 'ollama' && url ? { url, models: null } : await findOllama(settings);
  if (kind === 'ollama') {
    const address = found?.url ?? settings.ollama[0] ?? '';
    return createOllamaGenerator(settings, address, tools, 'generator.kind is ollama');
  }
  return automatic(settings, tools, found);
}

async function automatic(
  settings: GeneratorSettings,
  tools: GeneratorTools,
  found: Found | null,
): Promise<Generator> {
  const { model } = settings;
  const instead = (failure: string) => createExtractiveGenerator(failure, tools.embed);
  if (found?.models && hasModel(found.models, model)) {
    const reason = `Ollama at ${place(found.url)} has ${model}`;
    return { ...createOllamaGenerator(settings, found.url, tools, reason), instead };
  }
  const missing = found
    ? `Ollama at ${place(found.url)} does not have ${model}`
    : `no Ollama answers at ${ollamaAddresses(settings).map(place).join(' or ')}`;
  const installed = await installedModel(settings, tools);
  if (installed) return { ...createGgufGenerator(settings, installed, tools, missing), instead };
  return createExtractiveGenerator(
    found ? `${missing}; bring it with: gecko model pull ${model}` : missing,
    tools.embed,
  );
}

/** The GGUF file that the configuration names, else the last that was pulled. */
async function installedModel(
  { gguf: { folder, model } }: GeneratorSettings,
  { clock }: GeneratorTools,
): Promise<InstalledModel | undefined> {
  const installed = await openModelFolder(folder, clock.now).list();
  return model === undefined ? installed[0] : installed.find(({ name }) => name === model);
}

function noModel({ gguf: { model } }: GeneratorSettings): ServiceError {
  return new ServiceError(
    'MODEL_MISSING',
    model === undefined ? 'there is no model in process' : `there is no model ${model} in process`,
    `gecko model pull --embedded ${model ?? 'smollm2-135m'}`,
  );
}

interface Found {
  url: string;
  /** null: not asked. */
  models: string[] | null;
}

function place(url: string): string {
  return serverAddress(url, undefined).url.replace(/^https?:\/\//, '');
}
