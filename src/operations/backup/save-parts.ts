import type { ListedBackup } from '../../archive/repository/list-backups.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { ensureBackend } from '../backend.ts';
import { openProject } from '../docker/open-project.ts';
import { saveConfiguration } from './configuration/save-configuration.ts';
import { saveGguf } from './models/save-gguf.ts';
import { saveModels } from './models/save-models.ts';
import { saveCold } from './save-cold.ts';
import { saveEmbedded } from './save-embedded.ts';
import { saveQdrant } from './save-qdrant.ts';
import { nothingSaved, type Saved } from './saved.ts';
import { takeUp } from './volume/take-up.ts';

/** What is backed up: the corpus, the language models, or all that rebuilds the project. */
export type BackupWhat = 'qdrant' | 'ollama' | 'all';

export interface SavePartsInput {
  what: BackupWhat;
  isDocker: boolean;
  place: RepositoryPlace;
  /** What the repository had. */
  before: readonly ListedBackup[];
  /** Names of language models; empty: all. */
  models: readonly string[];
  /** What is stored is read all the same. */
  reread: boolean;
  /** Volumes as a whole, while what uses them is stopped. */
  cold: boolean;
}

type Part = () => Promise<Saved>;

/**
 * Stores each part of a backup. In the manifest, and so in an archive of it, what a restore looks at first
 * comes first, and the corpus last.
 * @throws GeckoError what the parts throw
 */
export async function saveParts(input: SavePartsInput, runtime: Runtime): Promise<Saved> {
  const { what, place, reread } = input;
  const { corpus, models } = await (input.isDocker ? dockerParts : embeddedParts)(input, runtime);
  if (what === 'qdrant') return corpus();
  if (what === 'ollama') return models();
  return merged([
    await saveConfiguration(place, runtime, { reread }),
    await orNothing(models, runtime),
    await corpus(),
  ]);
}

interface Parts {
  corpus: Part;
  models: Part;
}

async function dockerParts(input: SavePartsInput, runtime: Runtime): Promise<Parts> {
  const { place, before, models: names, reread } = input;
  const project = await openProject(runtime);
  await takeUp(project, runtime);
  if (input.cold)
    return {
      corpus: () => saveCold({ service: 'qdrant', reread }, project, place, runtime),
      models: () => saveCold({ service: 'ollama', reread }, project, place, runtime),
    };
  const { door, secrets } = project;
  return {
    corpus: async () => {
      const backend = await ensureBackend(runtime);
      return saveQdrant(door.snapshots(secrets.qdrantKey), backend, place, runtime, { reread });
    },
    models: () => saveModels(project, place, { before, names, reread }, runtime),
  };
}

async function embeddedParts(input: SavePartsInput, runtime: Runtime): Promise<Parts> {
  const { what, place, before, models: names, reread } = input;
  if (what === 'ollama') throw notOurs();
  if (input.cold) throw coldUnsupported();
  return {
    corpus: () => saveEmbedded(place, { before, reread }, runtime),
    models: () => saveGguf(place, { before, names, reread }, runtime),
  };
}

/** A project whose models are elsewhere, or that has none yet, is backed up without them. */
async function orNothing(part: Part, { ui }: Pick<Runtime, 'ui'>): Promise<Saved> {
  try {
    return await part();
  } catch (error) {
    if (!(error instanceof GeckoError) || error.code !== 'NOTHING_THERE') throw error;
    ui.event({ type: 'note', text: error.message });
    return { content: nothingSaved, written: 0 };
  }
}

function merged(parts: readonly Saved[]): Saved {
  const contents = parts.map(({ content }) => content);
  return {
    content: {
      store: contents.find(({ store }) => store !== null)?.store ?? null,
      models: contents.find(({ models }) => models !== null)?.models ?? null,
      volumes: contents.flatMap(({ volumes }) => volumes),
      configuration: contents.some(({ configuration }) => configuration),
      files: contents.flatMap(({ files }) => files),
    },
    written: parts.reduce((sum, { written }) => sum + written, 0),
  };
}

function notOurs(): GeckoError {
  return new GeckoError(
    'RUNTIME_UNSUPPORTED',
    "In the embedded runtime Ollama is a program of yours, and its models are not gecko's to back up",
    {
      exitCode: exitCodes.unsupported,
      hint: 'They lie in its own folder (OLLAMA_MODELS, else ~/.ollama/models), and ollama pull fetches them again. gecko backup all stores the corpus, the configuration, and the models that gecko model pull --embedded brought.',
    },
  );
}

function coldUnsupported(): GeckoError {
  return new GeckoError(
    'RUNTIME_UNSUPPORTED',
    'A cold backup means nothing in the embedded runtime',
    {
      exitCode: exitCodes.unsupported,
      hint: 'Its backup is of one moment anyway: leave --cold out.',
    },
  );
}
