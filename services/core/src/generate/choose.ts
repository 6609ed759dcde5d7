import type { Clock } from '../clock.ts';
import { ServiceError } from '../contract/errors.ts';
import type { Log } from '../log.ts';
import { createExtractiveGenerator } from './extractive.ts';
import { createOllamaGenerator, listModels } from './ollama.ts';
import { createOpenAiGenerator } from './openai.ts';
import type { Generator } from './port.ts';
import type { GeneratorSettings } from './settings.ts';

/** How long a choice holds before the servers are asked again. */
const CHOICE_MS = 5_000;

export interface GeneratorTools {
  clock: Clock;
  log: Log;
}

/**
 * Gives the generator to use now and why. With `auto` it is Ollama where one answers and has the
 * model, else the extractive one, whose reason says what is missing.
 */
export function createGeneratorProvider(
  settings: GeneratorSettings,
  tools: GeneratorTools,
): (signal?: AbortSignal) => Promise<Generator> {
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
  if (kind === 'extractive') return createExtractiveGenerator('generator.kind is extractive');
  if (kind === 'openai') {
    if (url) return createOpenAiGenerator(settings, url, tools, 'generator.kind is openai');
    throw new ServiceError(
      'BAD_REQUEST',
      'generator.kind is openai, but generator.url is not set',
      'Set generator.url',
    );
  }
  if (kind === 'ollama') {
    const address = url ?? (await firstAnswering(settings))?.address ?? settings.ollama[0];
    return createOllamaGenerator(settings, address ?? '', tools, 'generator.kind is ollama');
  }
  return chooseAutomatically(settings, tools);
}

async function chooseAutomatically(
  settings: GeneratorSettings,
  tools: GeneratorTools,
): Promise<Generator> {
  const found = await firstAnswering(settings);
  if (!found) {
    const tried = (settings.url ? [settings.url] : settings.ollama).map(place).join(' or ');
    return createExtractiveGenerator(`no Ollama answers at ${tried}`);
  }
  const { address, models } = found;
  if (hasModel(models, settings.model)) {
    return createOllamaGenerator(
      settings,
      address,
      tools,
      `Ollama at ${place(address)} has ${settings.model}`,
    );
  }
  return createExtractiveGenerator(
    `Ollama at ${place(address)} does not have ${settings.model}; bring it with: ollama pull ${settings.model}`,
  );
}

async function firstAnswering({
  url,
  ollama,
}: GeneratorSettings): Promise<{ address: string; models: string[] } | null> {
  for (const address of url ? [url] : ollama) {
    const models = await listModels(address);
    if (models) return { address, models };
  }
  return null;
}

/** `llama3` is `llama3:latest`. */
function hasModel(models: readonly string[], model: string): boolean {
  return models.includes(model) || models.includes(`${model}:latest`);
}

function place(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
