import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Clock } from '../../runtime.ts';
import type { LockWish } from '../../state/lock-wish.ts';
import { identify, livenessOf } from '../../state/process-identity.ts';
import { heldLock, instantOf, LIMIT, type RepositoryLock, STALE } from './held-lock.ts';
import type { Entry, RepositoryPlace } from './place.ts';

/** `shared`: backups, any number at once. `alone`: what removes blobs. */
export type LockMode = 'shared' | 'alone';

export interface RepositoryLockInput {
  mode: LockMode;
  command: string;
  clock: Clock;
  lock: LockWish;
  signal: AbortSignal;
}

/** Milliseconds. A backup that comes as another is being looked for waits at least so long: the other gives way. */
const [POLL, LEAST_WAIT] = [500, 3_000];

const Holder = z.object({
  command: z.string(),
  at: z.string(),
  pid: z.int(),
  host: z.string(),
  startTime: z.string(),
  bootId: z.string(),
  machine: z.optional(z.string()),
  pidSpace: z.optional(z.string()),
});

/**
 * Notes in a repository who works in it, on whatever machine: each writes its own entry first and looks for
 * others then, so of two that would disturb each other one at least sees the other.
 * @throws GeckoError LOCKED (exit 11), naming the holder
 */
export async function lockRepository(
  place: RepositoryPlace,
  { mode, command, clock, lock, signal }: RepositoryLockInput,
): Promise<RepositoryLock> {
  const name = `${mode}-${randomUUID()}.json`;
  const at = new Date(clock.now()).toISOString();
  const text = Buffer.from(JSON.stringify({ command, at, ...identify(process.pid) }));
  const deadline = clock.monotonic() + Math.max(lock.waitMs, mode === 'shared' ? LEAST_WAIT : 0);
  for (;;) {
    signal.throwIfAborted();
    const written = instantOf(clock);
    const { other, own } = await entered(place, { name, text, mode, breaks: lock.breaks === true });
    if (!other) return heldLock(place, { name, text, now: own, written }, clock);
    await place.remove('locks', name);
    if (clock.monotonic() >= deadline) throw await locked(place, other);
    await clock.sleep(POLL, signal);
  }
}

/** Writes the own entry and looks who is in the way; where that cannot be told, the entry does not stay. */
async function entered(
  place: RepositoryPlace,
  { name, text, ...how }: { name: string; text: Buffer; mode: LockMode; breaks: boolean },
): Promise<{ other: Entry | undefined; own: number }> {
  try {
    await place.write('locks', name, text);
    const { others, own } = await look(place, name, how);
    return { other: others[0], own };
  } catch (error) {
    // An answer that was lost may have been that it is written. The first error says more than a second.
    await place.remove('locks', name).catch(() => {});
    throw error;
  }
}

/** Who is in the way. Entries of the dead are removed. */
async function look(
  place: RepositoryPlace,
  name: string,
  { mode, breaks }: { mode: LockMode; breaks: boolean },
): Promise<{ others: Entry[]; own: number }> {
  const all = await place.entries('locks');
  const own = all.find((one) => one.name === name)?.changedAt ?? 0;
  const others: Entry[] = [];
  for (const entry of all) {
    if (entry.name === name) continue;
    if (await isDead(place, entry, { now: own, breaks })) await place.remove('locks', entry.name);
    else if (mode === 'alone' || entry.name.startsWith('alone-')) others.push(entry);
  }
  return { others, own };
}

/** Both times are of the same clock, whatever those of the machines say. */
async function isDead(
  place: RepositoryPlace,
  entry: Entry,
  { now, breaks }: { now: number; breaks: boolean },
): Promise<boolean> {
  if (now - entry.changedAt > STALE) return true;
  const holder = await holderOf(place, entry);
  const liveness = holder && livenessOf(holder);
  return liveness === 'dead' || (breaks && liveness === 'unknown');
}

/** Null where nobody can tell: also where it is another user's, who alone may read it. */
async function holderOf(place: RepositoryPlace, { name }: Entry) {
  const bytes = await place.read('locks', name, LIMIT).catch((error: unknown) => {
    if (error instanceof GeckoError && error.code === 'BACKUP_TARGET') return null;
    throw error;
  });
  try {
    const parsed = Holder.safeParse(JSON.parse(String(bytes)), { jitless: true });
    return parsed.success ? parsed.data : null;
  } catch {
    // Gone meanwhile, or of a newer gecko.
    return null;
  }
}

async function locked(place: RepositoryPlace, entry: Entry): Promise<GeckoError> {
  const holder = await holderOf(place, entry);
  const who = holder
    ? `${holder.command}, process ${holder.pid} on ${holder.host}, since ${holder.at}`
    : entry.name;
  return new GeckoError('LOCKED', `Another gecko works in ${place.name}: ${who}`, {
    exitCode: exitCodes.locked,
    hint: `Wait until it ends, or use --lock-wait. Where that machine or container is gone: remove locks/${entry.name} there, give --break-lock, or wait an hour.`,
    details: { ...(holder ?? {}), lock: entry.name },
  });
}
