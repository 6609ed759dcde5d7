import { randomUUID } from 'node:crypto';
import {
  constants,
  copyFile,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { Clock } from '../clock.ts';
import { errorCode } from '../error-code.ts';
import type { Log } from '../log.ts';

/** Milliseconds between two signs of life of a holder. */
const HEARTBEAT = 2_000;

/** Milliseconds without one after which a holder that cannot be asked is taken for dead. */
const SILENCE = 15_000;

/**
 * Holds a file as a lock while `work` runs, so that two processes do not download the same files.
 * The lock of a dead holder is taken over: its process is gone, or, where that cannot be seen (another
 * container on the same volume, a process id used again), its file has not been touched for 15 s.
 */
export async function withFetchLock<T>(
  file: string,
  { clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  await acquire(file, clock, signal);
  const heartbeat = setInterval(() => {
    const now = new Date();
    // Whoever takes the lock from a live holder fetches twice; files are checked, so no harm is done.
    utimes(file, now, now).catch((error: unknown) =>
      log('warn', 'the lock for fetching weights is lost', { error: String(error) }),
    );
  }, HEARTBEAT);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

async function acquire(file: string, clock: Clock, signal: AbortSignal): Promise<void> {
  let seen = { mark: '', since: clock.monotonic() };
  while (!(await created(file))) {
    const mark = await markOf(file);
    if (mark !== seen.mark) seen = { mark, since: clock.monotonic() };
    const silent = clock.monotonic() - seen.since >= SILENCE;
    if (silent || (await holderIsGone(file))) await takeAway(file, mark);
    else await clock.sleep(200, signal);
  }
}

async function created(file: string): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify({ host: hostname(), pid: process.pid }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Changes with every sign of life. By the waiter's own clock: the holder's may be set differently. */
async function markOf(file: string): Promise<string> {
  return stat(file).then(
    ({ ino, mtimeMs }) => `${ino} ${mtimeMs}`,
    () => '',
  );
}

async function holderIsGone(file: string): Promise<boolean> {
  // One that is being written cannot be read yet: it counts as alive.
  const holder: unknown = await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch(() => null);
  if (typeof holder !== 'object' || holder === null) return false;
  if (!('host' in holder && 'pid' in holder) || holder.host !== hostname()) return false;
  try {
    process.kill(Number(holder.pid), 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}

/** Another waiter may have been faster and hold a lock of its own by now: that one is put back. */
async function takeAway(file: string, mark: string): Promise<void> {
  const taken = `${file}.${randomUUID()}`;
  try {
    await rename(file, taken);
    if ((await markOf(taken)) !== mark) await copyFile(taken, file, constants.COPYFILE_EXCL);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(taken, { force: true });
  }
}
