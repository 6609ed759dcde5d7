import { randomBytes } from 'node:crypto';
import { GeckoError } from '../../errors.ts';
import type { Action } from '../../plan/step.ts';
import type { Clock } from '../../runtime.ts';
import type { Engine } from '../engine.ts';
import { isEngineGone } from '../engine-gone.ts';
import type { ContainerSpec } from '../objects.ts';
import { lastWords } from './last-lines.ts';
import { TrialFailed } from './trial-failed.ts';

export interface TrialTools {
  engine: Engine;
  clock: Clock;
  signal: AbortSignal;
}

/** Milliseconds that it may run. */
const DEADLINE = 10_000;

/** Last lines of its log that say why. */
const LOG_LINES = 3;

/**
 * Runs a container that has to end with code 0, under a name of its own, and removes it whatever comes of it.
 * @throws TrialFailed where the engine refuses it, or it ends otherwise or not in time
 */
export async function tryContainer(
  { spec, network }: Pick<Extract<Action, { kind: 'container.try' }>, 'spec' | 'network'>,
  tools: TrialTools,
): Promise<void> {
  const { engine } = tools;
  const suffix = `try-${randomBytes(4).toString('hex')}`;
  const name = `${spec.name}-${suffix}`;
  const made = network && { ...network, name: `${network.name}-${suffix}` };
  const networks = made ? [{ name: made.name, aliases: [] }] : spec.networks;
  if (made) await engine.createNetwork(made);
  let isLost = false;
  try {
    await run({ ...spec, name, networks }, tools);
  } catch (error) {
    isLost = isEngineGone(error);
    throw error;
  } finally {
    if (!isLost) {
      await engine.removeContainer(name, { force: true });
      if (made) await engine.removeNetwork(made.name);
    }
  }
}

async function run(spec: ContainerSpec, tools: TrialTools): Promise<void> {
  const { engine, signal } = tools;
  try {
    await engine.createContainer(spec);
    await engine.startContainer(spec.name);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    // A user's own image may lack the program, which tells nothing of what is tried.
    if (/executable file .*not found/i.test(refusal)) return;
    throw new TrialFailed(refusal, error);
  }
  const exitCode = await endOf(spec.name, tools);
  if (exitCode === 0) return;
  const lines = await lastWords(engine, spec.name, LOG_LINES, signal);
  const said = lines.map((line) => line.trim()).join('; ');
  const why =
    exitCode === null ? `no answer within ${DEADLINE / 1_000} s` : `exit code ${exitCode}`;
  throw new TrialFailed(said === '' ? why : `${said} (${why})`);
}

/** Words of an engine that cannot start it; null for what goes wrong otherwise. */
function refusalOf(error: unknown): string | null {
  if (!(error instanceof GeckoError)) return null;
  if (error.code !== 'ENGINE_UNABLE' && error.code !== 'ENGINE_FAILED') return null;
  const { words } = error.details;
  return typeof words === 'string' ? words : error.message;
}

/** Its exit code; null where it did not end in time. */
async function endOf(name: string, { engine, clock, signal }: TrialTools): Promise<number | null> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const ended = engine.waitContainer(name, either);
  const late = clock.sleep(DEADLINE, either).then(() => null);
  try {
    return await Promise.race([ended, late]);
  } finally {
    stop.abort();
    await Promise.allSettled([ended, late]);
  }
}
