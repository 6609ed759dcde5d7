import type { Probe } from '../../clients/door.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Clock } from '../../runtime.ts';
import type { Engine } from '../engine.ts';
import type { ContainerDetails } from '../objects.ts';
import { lastWords } from './last-lines.ts';

export interface WaitTools {
  engine: Engine;
  clock: Clock;
  /** Asks the container, through the door. */
  probe(): Promise<Probe>;
  signal: AbortSignal;
}

/** Milliseconds between two probes, and between two looks at the container. */
const PROBE_EVERY = 100;
const LOOK_EVERY = 1_000;

/** Answers in a row that count as healthy: one may be the last of a process that is about to end. */
const IN_A_ROW = 2;

/** Restarts by the engine after which it is not waited for any longer. */
const RESTARTS = 3;

/** Lines of its log that an error shows. */
const LOG_LINES = 20;

/**
 * Waits until a container answers twice in a row.
 *
 * @param budget milliseconds
 * @throws GeckoError UNHEALTHY (exit 23) with its last log lines, exit code and last answer; IMAGE_PLATFORM
 *   (exit 1) where its image is for another kind of machine
 */
export async function waitHealthy(
  container: string,
  budget: number,
  tools: WaitTools,
): Promise<void> {
  const { engine, clock, probe, signal } = tools;
  const deadline = clock.monotonic() + budget;
  let look = clock.monotonic() + LOOK_EVERY;
  let answered = 0;
  let exitCode: number | null = null;
  let last: Probe = { healthy: false, detail: 'it was not asked yet' };
  for (;;) {
    last = await probe();
    answered = last.healthy ? answered + 1 : 0;
    if (answered >= IN_A_ROW) return;
    const now = clock.monotonic();
    if (now >= look || now >= deadline) {
      const seen = await engine.container(container);
      exitCode = seen?.exitCode ?? exitCode;
      const why = whyHopeless(seen, exitCode) ?? (now >= deadline ? late(budget) : null);
      if (why !== null) throw await unhealthy({ container, why, exitCode, seen, last }, tools);
      look = now + LOOK_EVERY;
    }
    await clock.sleep(PROBE_EVERY, signal);
    signal.throwIfAborted();
  }
}

/** @param exitCode the last that was seen: one that is restarted has none while it runs */
function whyHopeless(seen: ContainerDetails | null, exitCode: number | null): string | null {
  if (!seen) return 'it was removed';
  if (seen.oomKilled)
    return `it needed more memory than it may have, and was ended (OOMKilled, exit code ${exitCode ?? 137})`;
  if (seen.status === 'exited' || seen.status === 'dead')
    return `it ended with exit code ${exitCode ?? 'unknown'}`;
  // Between two ends it runs for a moment, without a code: a later look tells.
  return seen.restarts >= RESTARTS && exitCode !== null
    ? `it ended with exit code ${exitCode} and was restarted ${seen.restarts} times`
    : null;
}

function late(budget: number): string {
  return `it did not become healthy within ${Math.round(budget / 1_000)} s`;
}

async function saidBy(container: string, { engine, signal }: WaitTools): Promise<string[]> {
  try {
    return await lastWords(engine, container, LOG_LINES, signal);
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    return [`(its log cannot be read: ${error.message})`];
  }
}

interface Ill {
  container: string;
  why: string;
  exitCode: number | null;
  seen: ContainerDetails | null;
  last: Probe;
}

async function unhealthy(
  { container, why, exitCode, seen, last }: Ill,
  tools: WaitTools,
): Promise<GeckoError> {
  const log = await saidBy(container, tools);
  const other = log.some((line) => line.includes('exec format error'))
    ? await otherPlatform(seen, tools.engine)
    : null;
  const code = other === null ? 'UNHEALTHY' : 'IMAGE_PLATFORM';
  return new GeckoError(code, `${container}: ${why}`, {
    exitCode: other === null ? exitCodes.timeout : exitCodes.failure,
    hint: [
      ...(seen?.error ? [`The engine says: ${seen.error}`] : []),
      ...(other === null ? [] : [other]),
      `Last answer: ${last.detail}`,
      ...(log.length > 0 ? ['Its last log lines:', ...log.map((line) => `  ${line}`)] : []),
    ].join('\n'),
    details: { container, exitCode, oomKilled: seen?.oomKilled ?? false, log },
  });
}

/** Why the machine cannot run its programs. */
async function otherPlatform(
  seen: ContainerDetails | null,
  { info, image }: Engine,
): Promise<string | null> {
  const found = seen === null ? null : await image(seen.imageId);
  if (!found?.architecture || found.architecture === info.architecture) return null;
  const name = found.tags[0] ?? found.id;
  return `Its image ${name} is for linux/${found.architecture}, and the engine's machine is linux/${info.architecture}: name another with the keys images in gecko.yaml.`;
}
