import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { ServiceError } from '../contract/errors.ts';
import { phraseOf } from '../phrase-of.ts';

/** The version that gecko was tried with. */
export const llamaVersion = '3.22.1';

/** Its packages with binaries for a processor; those for GPUs have hundreds of megabytes. */
const platforms: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

/** Main file of node-llama-cpp in gecko's data folder; null where it was not brought yet. */
export function findLlama(folder: string): string | null {
  const file = mainFile(join(folder, llamaVersion));
  return existsSync(file) ? file : null;
}

/**
 * Brings node-llama-cpp (85 MB) through npm, which knows the user's registry, proxy and certificates,
 * without scripts, so that nothing is built. Where it is there already, nothing happens.
 * @returns its main file
 * @throws ServiceError GENERATOR_UNREACHABLE with the reason
 */
export async function bringLlama(
  folder: string,
  { started, signal }: { started(): void; signal: AbortSignal },
  npm = 'npm',
): Promise<string> {
  const there = findLlama(folder);
  if (there !== null) return there;
  const platform = platforms[`${process.platform}-${process.arch}`];
  if (platform === undefined)
    throw unavailable(`there is no build of it for ${process.platform} on ${process.arch}`);
  started();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(folder, 'npm-'));
  try {
    const dependencies = {
      'node-llama-cpp': llamaVersion,
      [`@node-llama-cpp/${platform}`]: llamaVersion,
    };
    await writeFile(join(scratch, 'package.json'), JSON.stringify({ private: true, dependencies }));
    const options = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
    const result = await execa(
      npm,
      ['install', ...options, '--no-package-lock', '--loglevel=error'],
      {
        cwd: scratch,
        reject: false,
        stdin: 'ignore',
        cancelSignal: signal,
      },
    );
    signal.throwIfAborted();
    if (result.failed)
      throw unavailable(problemOf(result.stderr) ?? result.shortMessage ?? 'npm failed');
    if (!existsSync(mainFile(scratch))) throw unavailable('npm did not bring it');
    await rm(join(folder, llamaVersion), { recursive: true, force: true });
    await rename(scratch, join(folder, llamaVersion));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return mainFile(join(folder, llamaVersion));
}

/** What is used of it to look at a file without loading it. */
interface GgufReader {
  readGgufFileInfo(path: string, options: { logWarnings: false }): Promise<unknown>;
  GgufInsights: { from(info: unknown): Promise<{ modelSize: number }> };
}

/**
 * Looks at a GGUF file by its own description of itself.
 * @param library main file of node-llama-cpp
 * @throws ServiceError INTEGRITY where it is damaged or cut
 */
export async function checkModel(library: string, model: string): Promise<void> {
  const { readGgufFileInfo, GgufInsights }: GgufReader = await import(pathToFileURL(library).href);
  let needed: number;
  try {
    const info = await readGgufFileInfo(model, { logWarnings: false });
    needed = (await GgufInsights.from(info)).modelSize;
  } catch (error) {
    throw new ServiceError(
      'INTEGRITY',
      `the file was not taken: it is damaged (${phraseOf(error)})`,
    );
  }
  const { size } = await stat(model);
  if (size < needed)
    throw new ServiceError(
      'INTEGRITY',
      `the file was not taken: it is cut, ${size} of ${needed} bytes are there`,
    );
}

function mainFile(folder: string): string {
  return join(folder, 'node_modules', 'node-llama-cpp', 'dist', 'index.js');
}

/** npm's own words: of its lines the first that is an error's. */
function problemOf(stderr: string): string | undefined {
  return /^npm error (?!code )(.+)$/m.exec(stderr)?.[1];
}

function unavailable(reason: string): ServiceError {
  return new ServiceError(
    'GENERATOR_UNREACHABLE',
    `node-llama-cpp ${llamaVersion}, which runs models in process, could not be had: ${reason}`,
    'Reach an npm registry (npm config get registry), then run the command again.',
  );
}
