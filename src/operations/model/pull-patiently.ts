import { amount } from '../../amount.ts';
import type { OllamaServer, PullProgress } from '../../clients/ollama.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Clock } from '../../runtime.ts';
import type { Ui } from '../../ui/ui.ts';
import { isPassing } from './is-passing.ts';
import { pullProgress } from './pull-progress.ts';
import { type PullTally, pullTally } from './pull-tally.ts';
import { stallWatch } from './stall-watch.ts';

/** Room where an Ollama keeps its models. */
export interface FreeSpace {
  bytes: number;
  /** For people. */
  place: string;
}

export interface PullTools {
  clock: Clock;
  ui: Pick<Ui, 'event' | 'mode'>;
  /** Asked once a size is known; null: nobody can say. */
  freeSpace(): Promise<FreeSpace | null>;
  /** The command that goes on where this one stopped. */
  again: string;
  /** Milliseconds without a new byte after which a pull stands still. */
  stallMs?: number;
  signal: AbortSignal;
}

/** Ollama itself gives a layer up after about a minute without a network. */
const STALL = 60_000;

/** Tries in a row that bring nothing new; fewer where nothing has ever come. */
const TRIES = 6;
const FIRST_TRIES = 3;

/** Bytes a second at which a slow disk reads what is verified, when no byte can come. */
const VERIFIED = 50e6;

/**
 * Lets an Ollama pull a model: shows how far it is, looks whether there is room for it as soon as its size
 * is known, and tries again where the network fails or nothing comes any more. What has come stays with
 * Ollama, whatever ends it.
 * @returns bytes of all its layers
 * @throws GeckoError NO_SPACE (exit 24), MODEL_STALLED (23), and what OllamaServer.pull throws
 */
export async function pullPatiently(
  server: Pick<OllamaServer, 'pull'>,
  model: string,
  tools: PullTools,
): Promise<number> {
  const { ui, clock, signal, again } = tools;
  const tally = pullTally();
  const shown = pullProgress(model, ui);
  let tries = 0;
  let best = 0;
  try {
    for (;;) {
      try {
        await pullOnce(server, model, { tally, shown, ...tools });
        return tally.total();
      } catch (error) {
        shown.end();
        signal.throwIfAborted();
        tries = tally.done() > best ? 1 : tries + 1;
        best = tally.done();
        const most = best > 0 ? TRIES : FIRST_TRIES;
        if (tries >= most || !isPassing(error, best > 0)) throw withAgain(error, again);
        const pause = backoff(tries);
        const why = error instanceof Error ? error.message : String(error);
        const text = `${why}. Trying again in ${Math.ceil(pause / 1_000)} s (${tries + 1} of ${most}).`;
        ui.event({ type: 'warning', text });
        await clock.sleep(pause, signal);
      }
    }
  } catch (error) {
    if (signal.aborted)
      ui.event({ type: 'note', text: `What has come of ${model} stays; ${again} goes on there.` });
    throw error;
  } finally {
    shown.end();
  }
}

interface Attempt extends PullTools {
  tally: PullTally;
  shown: ReturnType<typeof pullProgress>;
}

async function pullOnce(
  server: Pick<OllamaServer, 'pull'>,
  model: string,
  { tally, shown, freeSpace, stallMs = STALL, signal }: Attempt,
): Promise<void> {
  const left = new AbortController();
  const watch = stallWatch(stallMs, () => left.abort(stalled(model, stallMs)));
  let checked = 0;
  let lastStatus = '';
  const check = async () => {
    const space = await freeSpace();
    const lacking = tally.total() - tally.done();
    if (space !== null && space.bytes < lacking) left.abort(noSpace(model, lacking, space));
  };
  const told = (progress: PullProgress) => {
    const { status } = progress;
    const isNew = tally.add(progress);
    const isWork = progress.layer === null && status !== 'pulling manifest';
    if (isWork) tally.complete();
    if (isWork) watch.alive(Math.max(stallMs, (tally.total() / VERIFIED) * 1_000));
    else if (isNew || status !== lastStatus) watch.alive();
    lastStatus = status;
    shown.show(status, tally);
    if (tally.total() === checked) return;
    checked = tally.total();
    check().catch((error: unknown) => left.abort(error));
  };
  try {
    await server.pull(model, told, AbortSignal.any([signal, left.signal]));
  } finally {
    watch.end();
  }
}

/** Milliseconds; doubling, with jitter, so that many machines do not come back together. */
function backoff(tries: number): number {
  return Math.min(30_000, 1_000 * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
}

function stalled(model: string, milliseconds: number): GeckoError {
  return new GeckoError(
    'MODEL_STALLED',
    `The pull of ${model} stands still: no new byte for ${milliseconds / 1_000} s`,
    { exitCode: exitCodes.timeout },
  );
}

function noSpace(model: string, lacking: number, { bytes, place }: FreeSpace): GeckoError {
  return new GeckoError(
    'NO_SPACE',
    `${model} takes ${amount(lacking)} more, and there is ${amount(bytes)} free in ${place}`,
    {
      exitCode: exitCodes.space,
      hint: 'Free some there, such as with gecko model rm NAME, or take a smaller model: gecko model recommend',
      details: { needed: lacking, free: bytes },
    },
  );
}

function withAgain(error: unknown, again: string): unknown {
  if (!(error instanceof GeckoError) || error.code !== 'MODEL_STALLED') return error;
  const { code, message, exitCode } = error;
  const hint = `Mend its way to the registry, then: ${again}. It goes on where it stopped.`;
  return new GeckoError(code, message, { exitCode, hint, cause: error });
}
