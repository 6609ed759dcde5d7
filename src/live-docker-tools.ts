import { Readable } from 'node:stream';
import { patientFetch } from './clients/patient-fetch.ts';
import type { Environment } from './config/load.ts';
import type { Paths } from './config/paths.ts';
import type { ResolvedConfig } from './config/schema.ts';
import type { DockerTools } from './docker-tools.ts';
import type { FetchProgress } from './embedded/services.ts';
import type { Engine } from './engine/engine.ts';
import { liveConnectInput } from './live-connect-input.ts';
import { recordEngine } from './state/recorded-engine.ts';
import type { Ui } from './ui/ui.ts';
import { version } from './version.ts';

/** What is sent where no key is asked for. */
const keyless = { key: 'none', token: 'none' };

export interface DockerToolsInput {
  config: ResolvedConfig;
  paths: Paths;
  env: Environment;
  ui: Ui;
  signal: AbortSignal;
}

/** The docker runtime's tools of a real call of gecko; each is loaded at its first use. */
export async function liveDockerTools(input: DockerToolsInput): Promise<DockerTools> {
  const { config, paths, env, signal } = input;
  const { connectDoor } = await import('./clients/door-http.ts');
  let engine: Promise<Engine> | undefined;
  const weights = async (offline: boolean, progress: (event: FetchProgress) => void) => {
    const { fetchWeights } = await import('./embedded/services.ts');
    const { hub, outbound } = config;
    const { folder } = config.weights;
    const places = { ...(folder === undefined ? {} : { folder }), cache: paths.weights };
    return fetchWeights({ ...places, hub, offline, outbound }, progress, signal);
  };
  return {
    engine() {
      engine ??= openEngine(input);
      return engine;
    },
    async host(folder) {
      const { liveHostFacts } = await import('./live-host-facts.ts');
      const [ollamaUrl = 'http://127.0.0.1:11434'] = config.ollama;
      return liveHostFacts({ folder, ollamaUrl }, signal);
    },
    rememberEngine: () => recordEngine(paths.project.engine, env),
    door: (at, token) => connectDoor(at, token, patientFetch()),
    async doorFiles(settings) {
      const { doorFiles } = await import('./packaged/door-files.ts');
      return doorFiles(settings);
    },
    async backendImage(architecture, base) {
      const { packagedImage } = await import('./packaged/packaged-image.ts');
      return packagedImage(architecture, base);
    },
    folderContext: (folder) => Readable.from(tarOfFolder(folder)),
    async folderFiles(folder) {
      const { folderFiles } = await import('./packaged/folder-files.ts');
      return folderFiles(folder);
    },
    weights: (progress) => weights(config.weights.offline, progress),
    weightsHere: () => weights(true, () => {}),
    async areWeightsKnown(sums) {
      const { areWeightsKnown } = await import('./embedded/services.ts');
      return areWeightsKnown(sums);
    },
    async canKeepWeights(sha256) {
      const { areWeightsKeepable } = await import('./embedded/services.ts');
      return areWeightsKeepable(sha256);
    },
    async keepWeights(sha256, files) {
      const { keepWeights } = await import('./embedded/services.ts');
      return keepWeights(paths.weights, sha256, files);
    },
    async carry(input) {
      const { carryBetween } = await import('./embedded/services.ts');
      return carryBetween({ ...input, folder: paths.project.store, version, signal });
    },
    async describeStore(folder) {
      const { describeFolder } = await (await import('./embedded/services.ts')).loadFolders();
      return describeFolder(folder);
    },
    async examineStore() {
      const { examineFolder } = await (await import('./embedded/services.ts')).loadFolders();
      return examineFolder(paths.project.store);
    },
    async proveRestored(folder, expected) {
      const { proveRestored } = await (await import('./embedded/services.ts')).loadFolders();
      return proveRestored(folder, expected, signal);
    },
    async restoreStore(from, log) {
      const { restoreFolder } = await (await import('./embedded/services.ts')).loadFolders();
      const writer = `gecko ${version}`;
      return restoreFolder({ from, into: paths.project.store, writer, log, signal });
    },
    async restore(input) {
      const { restoreIntoQdrant } = await import('./embedded/services.ts');
      return restoreIntoQdrant({ ...input, version, signal });
    },
    async proveFolder(folder, expected) {
      const { proveFolder } = await (await import('./embedded/services.ts')).loadProvers();
      return proveFolder(folder, expected, signal);
    },
    async openQdrant(url) {
      const { connectSnapshots } = await import('./clients/qdrant-snapshots-http.ts');
      return connectSnapshots({ at: async () => url, ...keyless, fetch: patientFetch() });
    },
    async proveQdrant({ url, wanted, fill }) {
      const { proveQdrant } = await (await import('./embedded/services.ts')).loadProvers();
      const at = { url, apiKey: keyless.key, token: keyless.token };
      return proveQdrant(wanted, { ...at, fill, signal, writer: `gecko ${version}` });
    },
  };
}

async function* tarOfFolder(cwd: string) {
  const [{ create }, { isContext }] = await Promise.all([
    import('tar'),
    import('./packaged/folder-files.ts'),
  ]);
  yield* create({ cwd, portable: true, filter: isContext }, ['.']);
}

async function openEngine(input: DockerToolsInput): Promise<Engine> {
  const { findEngine } = await import('./engine/connect/find-engine.ts');
  return findEngine(liveConnectInput(input), input.signal);
}
