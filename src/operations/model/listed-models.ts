import type { InstalledModel, OllamaServer, RunningModel } from '../../clients/ollama.ts';
import { GeckoError } from '../../errors.ts';
import { shapeOf } from '../../fit/shape-of.ts';

export interface ListedModel extends InstalledModel {
  /** Tokens that it was made for; null where Ollama does not say. */
  contextTokens: number | null;
  /** Null: it is not loaded. */
  loaded: RunningModel | null;
}

/**
 * The models of an Ollama, by name, with which of them are loaded.
 * @throws GeckoError as OllamaServer has them
 */
export async function listedModels(
  server: OllamaServer,
  signal: AbortSignal,
): Promise<ListedModel[]> {
  const [models, running] = await Promise.all([
    server.models(signal),
    server.running(signal).catch(orNothing),
  ]);
  const listed = await Promise.all(
    models.map(async (model) => ({
      ...model,
      contextTokens: await contextOf(server, model.name, signal),
      loaded: running.find(({ name }) => name === model.name) ?? null,
    })),
  );
  return listed.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** One whose file is damaged is listed all the same. */
async function contextOf(
  server: OllamaServer,
  name: string,
  signal: AbortSignal,
): Promise<number | null> {
  const details = await server.show(name, signal).catch((error: unknown) => {
    if (error instanceof GeckoError) return null;
    throw error;
  });
  return (details && shapeOf(details.metadata)?.contextTokens) || null;
}

function orNothing(error: unknown): readonly RunningModel[] {
  if (error instanceof GeckoError) return [];
  throw error;
}
