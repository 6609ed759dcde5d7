import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  identify,
  livenessOf,
  type ProcessTable,
  parseIdentity,
  systemProcesses,
} from '../../../state/process-identity.ts';

const HOLDER = 'holder.json';
/** Milliseconds after which one that does not say whose it is belongs to nobody. */
const abandoned = 60 * 60_000;

/**
 * A folder for a moment, beside another one and so on the same disk; removed whatever happens. After a kill
 * the next call does it.
 * @param beside its name begins as that one's
 */
export async function withScratchFolder<T>(
  beside: string,
  now: number,
  work: (folder: string) => Promise<T>,
  processes: ProcessTable = systemProcesses,
): Promise<T> {
  const prefix = `${beside}.restore-test-`;
  await sweep(prefix, now, processes);
  const folder = `${prefix}${randomBytes(4).toString('hex')}`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(join(folder, HOLDER), JSON.stringify(identify(process.pid, processes)));
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sweep(prefix: string, now: number, processes: ProcessTable): Promise<void> {
  const parent = dirname(prefix);
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(basename(prefix)))) {
    const folder = join(parent, name);
    if (await isLeft(folder, now, processes)) await rm(folder, { recursive: true, force: true });
  }
}

async function isLeft(folder: string, now: number, processes: ProcessTable): Promise<boolean> {
  const text = await readFile(join(folder, HOLDER), 'utf8').catch(() => null);
  const made = await stat(folder).catch(() => null);
  if (made === null) return false;
  const identity = parseIdentity(text);
  // Killed before it said whose it is, or about to.
  if (identity === null) return now - made.mtimeMs > abandoned;
  return livenessOf(identity, processes, 'local') === 'dead';
}
