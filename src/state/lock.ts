import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Clock } from '../runtime.ts';
import { createExclusive, writeAtomic } from './atomic-file.ts';
import {
  identify,
  livenessOf,
  type ProcessIdentity,
  type ProcessTable,
  systemProcesses,
} from './process-identity.ts';
import { readIfThere } from './read-if-there.ts';

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

export interface LockInput {
  path: string;
  command: string;
  /** Milliseconds to wait for another holder; 0 does not wait. */
  waitMs: number;
  clock: Clock;
  signal: AbortSignal;
  /** Told once when it has to wait. */
  onWait?(holder: LockHolder): void;
  processes?: ProcessTable;
}

export interface Lock {
  release(): void;
}

/** How often a waiting gecko looks again, in milliseconds. */
const pollMs = 100;

/**
 * Takes the lock; one whose holder is provably dead is taken over. Of several that try at once,
 * one has it.
 *
 * Taking over is made safe by an heir: whoever wants to follow a dead holder first creates
 * `PATH.after-NONCE`, which only one can, and only then replaces the lock. Should the heir die in
 * between, its own heir goes on from there. The lock file itself never disappears meanwhile.
 * @throws GeckoError LOCKED (exit 11), naming the holder
 */
export async function acquireLock(input: LockInput): Promise<Lock> {
  const { path, clock, processes = systemProcesses } = input;
  const me = newHolder(input, processes);
  const deadline = clock.monotonic() + input.waitMs;
  let told = false;
  for (;;) {
    input.signal.throwIfAborted();
    if (createExclusive(path, JSON.stringify(me))) return lockOf(path, me);
    const chain = readChain(path);
    const last = chain.at(-1);
    if (last && livenessOf(last, processes) === 'dead') {
      if (await takeOver(path, chain, me)) return lockOf(path, me);
      continue;
    }
    if (!last && readIfThere(path) === null) continue;
    if (clock.monotonic() >= deadline) throw locked(path, last, clock.now());
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
function readChain(path: string): LockHolder[] {
  const chain: LockHolder[] = [];
  let next = readHolder(path);
  while (next) {
    chain.push(next);
    next = readHolder(heirPath(path, next));
  }
  return chain;
}

async function takeOver(
  path: string,
  chain: readonly LockHolder[],
  me: LockHolder,
): Promise<boolean> {
  const [holder] = chain;
  const last = chain.at(-1);
  if (!holder || !last || !createExclusive(heirPath(path, last), JSON.stringify(me))) return false;
  // An heir of earlier times may have replaced the lock, and cleaned up, since we looked.
  const isSame = readHolder(path)?.nonce === holder.nonce;
  if (isSame) await writeAtomic(path, JSON.stringify(me));
  const heirs = isSame ? chain : [last];
  for (const dead of heirs) rmSync(heirPath(path, dead), { force: true });
  return isSame;
}

function heirPath(path: string, { nonce }: LockHolder): string {
  return `${path}.after-${nonce}`;
}

/** Null where there is no lock, or one that cannot be understood: that one is never taken over. */
function readHolder(path: string): LockHolder | null {
  const text = readIfThere(path);
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
    Number.isInteger(fields.pid) &&
    [fields.startTime, fields.bootId, fields.host, fields.command, fields.at].every(
      (field) => typeof field === 'string',
    ) &&
    /^[0-9a-f-]{36}$/.test(String(fields.nonce))
  );
}

function lockOf(path: string, me: LockHolder): Lock {
  return {
    release() {
      if (readHolder(path)?.nonce === me.nonce) rmSync(path, { force: true });
    },
  };
}

function locked(path: string, holder: LockHolder | undefined, now: number): GeckoError {
  if (!holder)
    return new GeckoError('LOCKED', `The lock ${path} cannot be understood`, {
      exitCode: exitCodes.locked,
      hint: `If no other gecko runs, remove ${path}.`,
    });
  const { command, pid, host, at } = holder;
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1_000));
  return new GeckoError(
    'LOCKED',
    `Another gecko holds the lock of this project: ${command}, process ${pid} on ${host}, for ${seconds} s`,
    {
      exitCode: exitCodes.locked,
      hint: 'Wait until it ends, then run this command again.',
      details: { command, pid, host, at },
    },
  );
}
