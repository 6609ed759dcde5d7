import type { Running } from './sandbox.ts';
import { type WatchedEngine, watchedEngine } from './watched-engine.ts';

/** Where and how a run is ended. */
export interface KillPoint {
  signal: 'SIGKILL' | 'SIGINT';
  /** Of the call: the engine never hears of it, or does while the run ends. */
  when: 'before' | 'after';
  /** Milliseconds after the call. */
  delay: number;
  /** Which of the run's calls, as a share of them all. */
  at: number;
}

/** A real engine, and what ends a run at one of the calls that change something in it. */
export interface KillingEngine {
  socket: string;
  /** Forgets the calls until now. */
  begin(): void;
  /** @returns calls since begin */
  calls(): number;
  /** Ends the run, begun just now, at its nth call. @returns how it ended, and at which call */
  endAt(
    nth: number,
    point: KillPoint,
    running: Running,
  ): Promise<{ code: number | string; stderr: string; at: string | null }>;
  close(): void;
}

export function drawKillPoint(random: () => number): KillPoint {
  return {
    at: Math.ceil(random() * 100) / 100,
    signal: random() < 0.75 ? 'SIGKILL' : 'SIGINT',
    when: random() < 0.4 ? 'before' : 'after',
    delay: Math.round(random() * random() * 600),
  };
}

/** @param engine its socket */
export async function killingEngine(engine: string): Promise<KillingEngine> {
  let seen = 0;
  let victim: { running: Running; nth: number; point: KillPoint; at: string | null } | null = null;
  const watched: WatchedEngine = await watchedEngine(engine, async (line) => {
    seen += 1;
    if (!victim || seen !== victim.nth) return;
    const { running, point } = victim;
    victim.at = `${point.when} ${line}`;
    const kill = () => running.child.kill(point.signal);
    if (point.when === 'after') return void setTimeout(kill, point.delay);
    kill();
    if (point.signal === 'SIGKILL') await running.ended;
  });
  return {
    socket: watched.socket,
    begin() {
      seen = 0;
    },
    calls: () => seen,
    async endAt(nth, point, running) {
      const mine = { running, nth, point, at: null };
      victim = mine;
      const { code, stderr } = await running.ended;
      victim = null;
      return { code, stderr, at: mine.at };
    },
    close: () => watched.close(),
  };
}
