import { ServiceError } from '../contract/errors.ts';
import type { Embedder } from '../embed/port.ts';
import type { ChatTools } from './chat.ts';
import { createExtractiveGenerator } from './extractive.ts';
import { createOllamaGenerator, hasModel, listModels } from './ollama.ts';
import { createOpenAiGenerator } from './openai.ts';
import type { Generator } from './port.ts';
import { serverAddress } from './server-address.ts';
import type { GeneratorSettings } from './settings.ts';

export interface GeneratorTools extends ChatTools {
  /** For the extractive answer; null where there is no embedder. */
  embed: Embedder['embedTexts'] | null;
}

/** How long a choice holds before the servers are asked again. */
const CHOICE_MS = 5_000;

/**
 * Gives the generator to use now and why. With `auto` it is Ollama where one answers and has the
 * model, else the extractive one, whose reason says what is missing.
 * The provider throws ServiceError GENERATOR_UNREACHABLE where `openai` has no `url`
 */
export function createGeneratorProvider(
  settings: GeneratorSettings,
  tools: GeneratorTools,
): () => Promise<Generator> {
  let choice: { until: number; generator: Promise<Generator> } | null = null;
  return () => {
    const now = tools.clock.monotonic();
    if (choice === null || now >= choice.until) {
      choice = { until: now + CHOICE_MS, generator: choose(settings, tools) };
    }
    return choice.generator;
  };
}

async function choose(settings: GeneratorSettings, tools: GeneratorTools): Promise<Generator> {
  const { kind, url } = settings;
  if (kind === 'extractive')
    return createExtractiveGenerator('generator.kind is extractive', tools.embed);
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

function automatic(
  settings: GeneratorSettings,
  tools: GeneratorTools,
  found: Found | null,
): Generator {
  const { model } = settings;
  if (!found) {
    const tried = addresses(settings).map(place).join(' or ');
    return createExtractiveGenerator(`no Ollama answers at ${tried}`, tools.embed);
  }
  const here = `Ollama at ${place(found.url)}`;
  if (!found.models || !hasModel(found.models, model)) {
    const reason = `${here} does not have ${model}; bring it with: ollama pull ${model}`;
    return createExtractiveGenerator(reason, tools.embed);
  }
  return {
    ...createOllamaGenerator(settings, found.url, tools, `${here} has ${model}`),
    instead: (failure) => createExtractiveGenerator(failure, tools.embed),
  };
}

interface Found {
  url: string;
  /** null: not asked. */
  models: string[] | null;
}

/** The first that has the model, else the first that answers. All are asked at once. */
async function findOllama(settings: GeneratorSettings): Promise<Found | null> {
  const answers = await Promise.all(
    addresses(settings).map(async (url) => ({
      url,
      models: await listModels(serverAddress(url, settings.url ? settings.key : undefined)),
    })),
  );
  const there = answers.filter(({ models }) => models !== null);
  return there.find(({ models }) => hasModel(models ?? [], settings.model)) ?? there[0] ?? null;
}

function addresses({ url, ollama }: GeneratorSettings): readonly string[] {
  return url ? [url] : ollama;
}

function place(url: string): string {
  return serverAddress(url, undefined).url.replace(/^https?:\/\//, '');
}
