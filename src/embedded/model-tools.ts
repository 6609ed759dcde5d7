import type { Paths } from '../config/paths.ts';
import type { ResolvedConfig } from '../config/schema.ts';
import type { FetchProgress } from './services.ts';

/** A model in process, as it lies in the data folder. */
export interface EmbeddedModel {
  name: string;
  file: string;
  bytes: number;
  sha256: string;
  source: string;
  pulledAt: string;
}

/** One that `pull` knows by name. */
export interface KnownModel {
  name: string;
  summary: string;
  licence: string;
  bytes: number;
}

export interface PullInput {
  /** A name that gecko knows, a path or an address. */
  what: string;
  name?: string | undefined;
  sha256?: string | undefined;
}

/** Models that run in process. Errors are the services': INTEGRITY, NO_SPACE, MODEL_MISSING, GENERATOR_UNREACHABLE. */
export interface ModelTools {
  pull(
    input: PullInput,
    tools: {
      progress(event: FetchProgress): void;
      /** Told before the program that runs models is fetched. */
      fetchingRuntime(): void;
      signal: AbortSignal;
    },
  ): Promise<EmbeddedModel>;
  /** The last that was pulled first. */
  list(): Promise<EmbeddedModel[]>;
  known(): Promise<readonly KnownModel[]>;
  /** @returns false where there was none */
  remove(name: string): Promise<boolean>;
}

/** The services' own, loaded at the first use. */
export function liveModelTools(
  { models: folder, llama }: Paths,
  outbound: ResolvedConfig['outbound'] = {},
): ModelTools {
  const load = async () => (await import('./services.ts')).loadModels();
  return {
    async pull({ what, name, sha256 }, { progress, fetchingRuntime, signal }) {
      const {
        pullModel,
        bringLlama,
        checkModel,
        openModelFolder,
        systemClock: clock,
      } = await load();
      const model = await pullModel({
        what,
        ...(name === undefined ? {} : { name }),
        ...(sha256 === undefined ? {} : { sha256 }),
        folder,
        progress,
        signal,
        clock,
        log: () => {},
        outbound,
      });
      const library = await bringLlama(llama, { started: fetchingRuntime, signal });
      await checkModel(library, model.file).catch(async (error: unknown) => {
        await openModelFolder(folder, clock.now).remove(model.name);
        throw error;
      });
      return model;
    },
    async list() {
      const { openModelFolder, systemClock } = await load();
      return openModelFolder(folder, systemClock.now).list();
    },
    known: async () => (await load()).knownModels,
    async remove(name) {
      const { openModelFolder, systemClock } = await load();
      return openModelFolder(folder, systemClock.now).remove(name);
    },
  };
}
