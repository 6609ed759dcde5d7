import type { OllamaServer } from '../clients/ollama.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { runtimeOf } from './choose-runtime.ts';

export interface FoundOllama {
  server: OllamaServer;
  /** For people: its address, or that it is the project's. */
  place: string;
  /** It belongs to the project: its container, with limits and hardware of its own. */
  isOurs: boolean;
}

/**
 * The Ollama that writes this project's answers: the stack's, through its door, or in the embedded runtime
 * the first that answers where one is looked for. Starts nothing.
 * @throws GeckoError GENERATOR_UNREACHABLE (exit 20) where none answers, and what openProject throws
 */
export async function findOllama(runtime: Runtime): Promise<FoundOllama> {
  const { config, signal } = runtime;
  if ((await runtimeOf(runtime)) === 'docker') {
    const { openProject } = await import('./docker/open-project.ts');
    const { door } = await openProject(runtime);
    return { server: door.ollama, place: `the project ${config.project}`, isOurs: true };
  }
  const { generator } = config;
  const isNamed = generator.url !== undefined && generator.kind !== 'openai';
  const addresses = isNamed ? [generator.url as string] : config.ollama;
  const key = isNamed ? (generator.key ?? null) : null;
  const found = await Promise.all(
    addresses.map(async (place) => {
      const server = runtime.connectOllama(place, key);
      const answers = await server.version(signal).then(
        () => true,
        (error: unknown) => {
          if (error instanceof GeckoError) return false;
          throw error;
        },
      );
      return answers ? { server, place, isOurs: false } : null;
    }),
  );
  const first = found.find((one) => one !== null);
  if (first) return first;
  throw new GeckoError('GENERATOR_UNREACHABLE', `No Ollama answers at ${addresses.join(' or ')}`, {
    exitCode: exitCodes.engine,
    hint: 'Start it (ollama serve), set OLLAMA_HOST or generator.url, or bring one in containers: gecko up --auto-gpu',
  });
}
