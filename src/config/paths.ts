import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { exitCodes, GeckoError } from '../errors.ts';

/** gecko's four folders and what lies in them. Nothing is created here. */
export interface Folders {
  config: string;
  state: string;
  data: string;
  cache: string;
  /** The user's own configuration file. */
  userConfig: string;
  /** Where fetched embedding weights are kept. */
  weights: string;
  /** Language models that run in process. */
  models: string;
  /** The program that runs them. */
  llama: string;
  /** Reports about defects of gecko. */
  reports: string;
}

/** Files of one project; the folder is private to the user. */
export interface ProjectPaths {
  /** Everything below but the store. */
  folder: string;
  /** Recorded runtime and project id. */
  state: string;
  /** The project's token, 0600. */
  token: string;
  /** Key of the project's Qdrant, 0600. */
  qdrantKey: string;
  /** Which engine the project was brought up on, where variables chose it. */
  engine: string;
  /** There while the project moves into containers. */
  move: string;
  /** Which model `gecko up --auto-model` chose. */
  model: string;
  /** There while what runs is published beyond loopback. */
  exposed: string;
  /** Options of the last `gecko up` that the configuration does not have. */
  lastUp: string;
  /** Which weights were put into which volume. */
  placedWeights: string;
  /** Held while the project's containers are changed. */
  mutex: string;
  /** What the last run in the docker runtime did, step by step. */
  journal: string;
  /** Names of ingested roots. */
  roots: string;
  /** A file for each ingest that runs. */
  ingests: string;
  /** Held while an embedded daemon is started or stopped. */
  spawnLock: string;
  /** How a running embedded daemon is found. */
  daemon: string;
  /** Log of the embedded daemon. */
  log: string;
  /** Folder of the embedded store. */
  store: string;
  /** Snapshots that a backup has made and not removed yet. */
  snapshots: string;
  /** What came of the last backups. */
  backupResults: string;
  /** What came of the last looks at backups. */
  verifyResults: string;
  /** What suffices to write into encrypted repositories, 0600. */
  backupKeys: string;
  /** Repository of backups where no other is named. */
  backups: string;
}

export interface Paths extends Folders {
  project: ProjectPaths;
}

/**
 * Folders by the XDG base directory specification, or all in GECKO_HOME.
 * @throws GeckoError HOME_MISSING where neither a home folder nor GECKO_HOME is known
 */
export function findFolders(
  env: Readonly<Record<string, string | undefined>>,
  findHome = homedir,
): Folders {
  const own = env.GECKO_HOME;
  if (own !== undefined && own !== '' && !isAbsolute(own))
    throw new GeckoError('HOME_MISSING', `GECKO_HOME is ${own}, which is not an absolute path`, {
      exitCode: exitCodes.usage,
      hint: 'Set GECKO_HOME to an absolute path, or unset it.',
    });
  // A relative XDG path is invalid and to be ignored, says the specification.
  const folder = (variable: string, byDefault: string, name: string) => {
    if (own) return join(own, name);
    const given = env[variable];
    return given && isAbsolute(given)
      ? join(given, 'gecko')
      : join(homeFolder(env, findHome), byDefault, 'gecko');
  };
  const config = folder('XDG_CONFIG_HOME', '.config', 'config');
  const state = folder('XDG_STATE_HOME', '.local/state', 'state');
  const data = folder('XDG_DATA_HOME', '.local/share', 'data');
  const cache = folder('XDG_CACHE_HOME', '.cache', 'cache');
  return {
    config,
    state,
    data,
    cache,
    userConfig: join(config, 'config.yaml'),
    weights: join(cache, 'weights'),
    models: join(data, 'models'),
    llama: join(data, 'llama'),
    reports: join(state, 'reports'),
  };
}

export function projectPaths(folders: Folders, project: string): ProjectPaths {
  const folder = join(folders.state, 'projects', project);
  return {
    folder,
    state: join(folder, 'state.json'),
    token: join(folder, 'token'),
    qdrantKey: join(folder, 'qdrant-key'),
    engine: join(folder, 'engine.json'),
    move: join(folder, 'move'),
    model: join(folder, 'model.json'),
    exposed: join(folder, 'exposed'),
    lastUp: join(folder, 'last-up.json'),
    placedWeights: join(folder, 'placed-weights.json'),
    journal: join(folder, 'journal.ndjson'),
    mutex: join(folder, 'mutex.json'),
    roots: join(folder, 'roots.json'),
    ingests: join(folder, 'ingests'),
    spawnLock: join(folder, 'spawn.lock'),
    daemon: join(folder, 'daemon.json'),
    log: join(folder, 'gecko.log'),
    store: join(folders.data, 'projects', project, 'store'),
    snapshots: join(folder, 'snapshots.json'),
    backupResults: join(folder, 'backup-results.json'),
    verifyResults: join(folder, 'verify-results.json'),
    backupKeys: join(folder, 'backup-keys.json'),
    backups: join(folders.data, 'projects', project, 'backups'),
  };
}

function homeFolder(
  env: Readonly<Record<string, string | undefined>>,
  findHome: () => string,
): string {
  let home = env.HOME ?? '';
  if (home === '') {
    try {
      home = findHome();
    } catch (cause) {
      throw homeMissing(cause);
    }
  }
  if (!isAbsolute(home)) throw homeMissing();
  return home;
}

function homeMissing(cause?: unknown): GeckoError {
  return new GeckoError('HOME_MISSING', 'No home folder is known: HOME is not set', {
    exitCode: exitCodes.usage,
    hint: 'Set HOME, or set GECKO_HOME to a folder that gecko may use.',
    cause,
  });
}
