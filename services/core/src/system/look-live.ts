import type { LiveOllama, SystemLive } from '../contract/system.ts';
import { ollamaModels } from '../generate/ollama-models.ts';
import { ollamaOf } from '../generate/ollama-of.ts';
import type { OpenedCore } from '../open-core.ts';
import { areReady, askDependencies } from './ask-dependencies.ts';

export type LiveFacts = Pick<SystemLive, 'ready' | 'dependencies' | 'generator' | 'ollama'>;

/** What a backend sees of what it stands on, now. Never throws; what is silent is left out, or has failed. */
export async function lookLive(core: OpenedCore): Promise<LiveFacts> {
  const [dependencies, generator, ollama] = await Promise.all([
    askDependencies(core),
    generatorNow(core),
    ollamaNow(core),
  ]);
  return { ready: areReady(dependencies), dependencies, generator, ollama };
}

async function generatorNow(core: OpenedCore): Promise<SystemLive['generator']> {
  try {
    const { info, device } = await core.generator();
    return { ...info, device: (await device?.()) ?? null };
  } catch {
    // Which one was asked for and why it is not there is what its dependency tells.
    return null;
  }
}

async function ollamaNow({ config }: OpenedCore): Promise<LiveOllama | null> {
  try {
    const address = await ollamaOf(config.generator);
    if (address === null) return null;
    const { version, loaded, installed } = ollamaModels(address);
    const [said, now, there] = await Promise.all([
      version().catch(() => null),
      loaded().catch(() => []),
      installed(),
    ]);
    return { version: said, loaded: now, installed: there };
  } catch {
    // It stopped answering between two questions.
    return null;
  }
}
