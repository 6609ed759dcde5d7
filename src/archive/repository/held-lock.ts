import { exitCodes, GeckoError } from '../../errors.ts';
import type { Clock } from '../../runtime.ts';
import type { RepositoryPlace } from './place.ts';

export interface RepositoryLock {
  /** Now, by the clock of whoever keeps the repository. */
  readonly now: number;
  /**
   * To be called before whatever nobody else may work beside: the machine may have slept, or somebody
   * removed the entry. @throws GeckoError LOCK_LOST (exit 11), and what reading the place throws
   */
  check(): Promise<void>;
  release(): Promise<void>;
}

export interface HeldEntry {
  name: string;
  text: Buffer;
  /** By the clock of whoever keeps the repository. */
  now: number;
  /** When its writing began. */
  written: Instant;
}

/**
 * By the clock of the wall and by one that only goes forward: the first may be set, and the other stands
 * still while the machine sleeps.
 */
type Instant = readonly [wall: number, steady: number];

/** Milliseconds after which a holder that does not renew its entry is taken for dead. */
export const STALE = 60 * 60_000;
/** How often it is renewed, and how old it may be: a request that is sent then may take minutes. */
const [RENEWED, SAFE] = [5 * 60_000, 45 * 60_000];
/** An entry that was seen is not looked for again so soon: it takes a request. */
const SEEN = 1_000;
/** Bytes of an entry, at most. */
export const LIMIT = 64 * 1024;

export function instantOf(clock: Clock): Instant {
  return [clock.now(), clock.monotonic()];
}

/** An entry of this process in a repository, which is kept young until it is given back. */
export function heldLock(
  place: RepositoryPlace,
  { name, text, now, written }: HeldEntry,
  clock: Clock,
): RepositoryLock {
  let renewed = written;
  let seen: Instant | null = null;
  let isLost = false;
  let renewing: Promise<void> | null = null;
  const since = ([wall, steady]: Instant) =>
    Math.max(clock.now() - wall, clock.monotonic() - steady);
  const look = async () => {
    const began = instantOf(clock);
    if ((await place.read('locks', name, LIMIT)) === null) isLost = true;
    seen = began;
    if (since(renewed) > SAFE) isLost = true;
  };
  const renew = async () => {
    await look();
    // Whoever has removed it may work there alone by now.
    if (isLost) return;
    const began = instantOf(clock);
    await place.write('locks', name, text);
    renewed = began;
  };
  // By the machine's own timer: the entry is to be as young as the process is alive. What fails is tried
  // again the next time, and ends the work where it fails for long.
  const timer = setInterval(() => {
    if (isLost) return;
    renewing ??= renew()
      .catch(() => {})
      .finally(() => {
        renewing = null;
      });
  }, RENEWED);
  timer.unref();
  return {
    now,
    async check() {
      if (!isLost && (seen === null || since(seen) > SEEN || since(renewed) > SAFE)) await look();
      if (isLost) throw lockLost(place, name);
    },
    async release() {
      clearInterval(timer);
      // What is written after it was removed would stay.
      await renewing;
      await place.remove('locks', name);
    },
  };
}

function lockLost(place: RepositoryPlace, name: string): GeckoError {
  return new GeckoError(
    'LOCK_LOST',
    `The lock in ${place.name} is lost: it was removed, or not renewed for long, because the machine slept or nothing could be written there`,
    {
      exitCode: exitCodes.locked,
      hint: 'Another gecko may work there by now, so this one ended where it was; backups that were complete are whole. Run the command again.',
      details: { lock: name },
    },
  );
}
