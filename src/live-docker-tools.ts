import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Readable } from 'node:stream';
import { execProcess } from './clients/exec-process.ts';
import { patientFetch } from './clients/patient-fetch.ts';
import type { Environment } from './config/load.ts';
import type { Paths } from './config/paths.ts';
import type { ResolvedConfig } from './config/schema.ts';
import type { DockerTools } from './docker-tools.ts';
import type { Engine } from './engine/engine.ts';
import { errorCode } from './error-code.ts';
import { liveClock } from './live-clock.ts';
import type { Ui } from './ui/ui.ts';
import { version } from './version.ts';

export interface DockerToolsInput {
  config: ResolvedConfig;
  paths: Paths;
  env: Environment;
  ui: Ui;
  signal: AbortSignal;
}

/** The docker runtime's tools of a real call of gecko; each is loaded at its first use. */
export async function liveDockerTools(input: DockerToolsInput): Promise<DockerTools> {
  const { config, paths, signal } = input;
  const [
    { connectDoor },
    { doorFiles },
    { packagedImage },
    { folderFiles, isContext },
    { create },
  ] = await Promise.all([
    import('./clients/door-http.ts'),
    import('./packaged/door-files.ts'),
    import('./packaged/packaged-image.ts'),
    import('./packaged/folder-files.ts'),
    import('tar'),
  ]);
  let engine: Promise<Engine> | undefined;
  return {
    engine() {
      engine ??= openEngine(input);
      return engine;
    },
    async host(folder) {
      const [{ collectHostFacts }, { liveFiles }, { readMachine }] = await Promise.all([
        import('./host/collect-host-facts.ts'),
        import('./host/live-files.ts'),
        import('./host/machine.ts'),
      ]);
      const [ollamaUrl = 'http://127.0.0.1:11434'] = config.ollama;
      const ports = {
        exec: execProcess,
        files: liveFiles,
        machine: readMachine(),
        clock: liveClock,
        fetch: globalThis.fetch,
        folder,
        ollamaUrl,
      };
      return collectHostFacts(ports, signal);
    },
    door: (baseUrl, token) => connectDoor(baseUrl, token, patientFetch()),
    doorFiles,
    backendImage: packagedImage,
    folderContext: (folder) =>
      create({ cwd: folder, portable: true, filter: isContext }, ['.']) as unknown as Readable,
    folderFiles,
    async weights(progress) {
      const { fetchWeights } = await import('./embedded/services.ts');
      const { weights, hub, outbound } = config;
      const { folder, offline } = weights;
      const places = { ...(folder === undefined ? {} : { folder }), cache: paths.weights };
      return fetchWeights({ ...places, hub, offline, outbound }, progress, signal);
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
  };
}

async function openEngine({ env, ui, signal }: DockerToolsInput): Promise<Engine> {
  const [
    { findEngine },
    { usualSockets },
    { usualDeadlines },
    { dockerCredentials },
    { dockerSettings },
    { proxyArguments },
  ] = await Promise.all([
    import('./engine/connect/find-engine.ts'),
    import('./engine/connect/usual-sockets.ts'),
    import('./engine/connect/connect-input.ts'),
    import('./engine/registry/docker-credentials.ts'),
    import('./engine/registry/docker-settings.ts'),
    import('./engine/registry/proxy-arguments.ts'),
  ]);
  const home = env.HOME ?? homedir();
  const { platform } = process;
  const warn = (text: string) => ui.event({ type: 'warning', text });
  return findEngine(
    {
      env,
      home,
      platform,
      sockets: usualSockets({ env, home, platform }),
      readFile,
      warn,
      deadlines: usualDeadlines,
      credentials: dockerCredentials({ env, home, readFile, warn, exec: execProcess }),
      buildArguments: (engine) => proxyArguments(dockerSettings({ env, home, readFile }), engine),
    },
    signal,
  );
}

function readFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}
