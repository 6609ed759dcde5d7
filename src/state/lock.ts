import { randomUUID } from 'node:crypto';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Clock } from '../runtime.ts';
import type { LockPlace } from './lock-place.ts';
import type { LockWish } from './lock-wish.ts';
import {
  asIdentity,
  identify,
  livenessOf,
  type ProcessIdentity,
  type ProcessTable,
  systemProcesses,
} from './process-identity.ts';

/** Who holds a lock. */
export interface LockHolder extends ProcessIdentity {
  schemaVersion: 1;
  /** Random; names this one holding. */
  nonce: string;
  /** Command that took it, e.g. `gecko up`; no arguments. */
  command: string;
  /** ISO 8601, UTC. */
  at: string;
}

export interface LockInput extends LockWish {
  place: LockPlace;
  command: string;
  clock: Clock;
  signal: AbortSignal;
  /** Told once when it has to wait. */
  onWait?(holder: LockHolder): void;
  processes?: ProcessTable;
}

export interface Lock {
  release(): Promise<void>;
}

/** How often a waiting gecko looks again, in milliseconds. */
const pollMs = 100;

/**
 * Takes the lock; one whose holder is provably dead is taken over. Of several that try at once,
 * one has it.
 *
 * Taking over is made safe by an heir: whoever wants to follow a dead holder first creates
 * `after-NONCE` beside it, which only one can, and only then replaces the lock. Should the heir die in
 * between, its own heir goes on from there.
 * @throws GeckoError LOCKED (exit 11), naming the holder
 */
export async function acquireLock(input: LockInput): Promise<Lock> {
  const { place, clock, processes = systemProcesses, breaks = false } = input;
  const me = newHolder(input, processes);
  const deadline = clock.monotonic() + input.waitMs;
  let told = false;
  for (;;) {
    input.signal.throwIfAborted();
    if (await place.create('', JSON.stringify(me))) return lockOf(place, me);
    const chain = await readChain(place);
    const last = chain.at(-1);
    const liveness = last && livenessOf(last, processes, place.kind);
    if (last && (liveness === 'dead' || (breaks && liveness === 'unknown'))) {
      if (await takeOver(place, chain, me)) return lockOf(place, me);
      continue;
    }
    if (!last && (breaks || (await place.read('')) === null)) {
      if (breaks) await place.remove('');
      continue;
    }
    if (clock.monotonic() >= deadline) throw locked(place, last, clock.now());
    if (last && !told) input.onWait?.(last);
    told = true;
    await clock.sleep(pollMs, input.signal);
  }
}

function newHolder({ command, clock }: LockInput, processes: ProcessTable): LockHolder {
  const at = new Date(clock.now()).toISOString();
  return {
    schemaVersion: 1,
    ...identify(process.pid, processes),
    nonce: randomUUID(),
    command,
    at,
  };
}

/** The holder, its heir, the heir's heir; the last one is who counts. */
async function readChain(place: LockPlace): Promise<LockHolder[]> {
  const chain: LockHolder[] = [];
  let next = await readHolder(place, '');
  while (next) {
    chain.push(next);
    next = await readHolder(place, heirOf(next));
  }
  return chain;
}

async function takeOver(
  place: LockPlace,
  chain: readonly LockHolder[],
  me: LockHolder,
): Promise<boolean> {
  const [holder] = chain;
  const last = chain.at(-1);
  if (!holder || !last || !(await place.create(heirOf(last), JSON.stringify(me)))) return false;
  // An heir of earlier times may have replaced the lock, and cleaned up, since we looked.
  const isSame = (await readHolder(place, ''))?.nonce === holder.nonce;
  const isTaken = isSame && (await place.replace('', JSON.stringify(me)));
  const heirs = isSame ? chain : [last];
  for (const dead of heirs) await place.remove(heirOf(dead));
  return isTaken;
}

function heirOf({ nonce }: LockHolder): string {
  return `after-${nonce}`;
}

/** Null where there is no lock, or one that cannot be understood: that one is never taken over. */
async function readHolder(place: LockPlace, key: string): Promise<LockHolder | null> {
  const text = await place.read(key);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isHolder(value) ? value : null;
  } catch {
    // Half-written, on a file system without links.
    return null;
  }
}

function isHolder(value: unknown): value is LockHolder {
  const fields = value as Partial<Record<keyof LockHolder, unknown>> | null;
  return (
    typeof fields === 'object' &&
    fields?.schemaVersion === 1 &&
    asIdentity(value) !== null &&
    [fields.command, fields.at].every((field) => typeof field === 'string') &&
    /^[0-9a-f-]{36}$/.test(String(fields.nonce))
  );
}

function lockOf(place: LockPlace, me: LockHolder): Lock {
  return {
    async release() {
      if ((await readHolder(place, ''))?.nonce === me.nonce) await place.remove('');
    },
  };
}

function locked(place: LockPlace, holder: LockHolder | undefined, now: number): GeckoError {
  if (!holder)
    return new GeckoError('LOCKED', `The lock ${place.name} cannot be understood`, {
      exitCode: exitCodes.locked,
      hint: `If no other gecko runs: ${place.removedBy}`,
    });
  const { command, pid, host, at } = holder;
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1_000));
  return new GeckoError(
    'LOCKED',
    `Another gecko holds the lock of this project: ${command}, process ${pid} on ${host}, for ${seconds} s`,
    {
      exitCode: exitCodes.locked,
      hint: `Wait until it ends, then run this command again. Where that machine or container is gone: --break-lock, or ${place.removedBy}`,
      details: { command, pid, host, at, lock: place.name },
    },
  );
}
