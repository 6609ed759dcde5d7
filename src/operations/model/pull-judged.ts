import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { FoundOllama } from '../find-ollama.ts';
import type { ModelJudge } from './model-judge.ts';
import { ollamaSpace } from './ollama-space.ts';
import { pullPatiently } from './pull-patiently.ts';
import { warnOfFit } from './warn-of-fit.ts';

export interface JudgedPull {
  name: string;
  /** Looking at the machine takes up to some seconds, in which the pull need not wait. */
  judging: Promise<ModelJudge | null>;
  /** The command that goes on where this one stopped. */
  again: string;
}

/**
 * Lets an Ollama pull a model, and warns where it is not going to fit: as soon as that is known, of a model
 * that the catalogue does not know once Ollama can tell what it is.
 * @returns bytes of all its layers
 * @throws GeckoError as pullPatiently has them
 */
export async function pullJudged(
  found: FoundOllama,
  { name, judging, again }: JudgedPull,
  runtime: Runtime,
): Promise<number> {
  const { ui, clock, signal } = runtime;
  const unknown = judging.then((judge) => {
    const known = judge?.byName(name) ?? null;
    if (judge && known) warnOfFit(name, known, judge, ui);
    return known === null ? judge : null;
  });
  // Thrown below, if the pull does not fail first.
  unknown.catch(() => {});
  const bytes = await pullPatiently(found.server, name, {
    ...{ ui, clock, signal, again },
    freeSpace: () => ollamaSpace(found, runtime),
  });
  const judge = await unknown;
  const judgement =
    judge && (await judge.byServer(found.server, { name, bytes }, signal).catch(orNull));
  if (judge && judgement) warnOfFit(name, judgement, judge, ui);
  return bytes;
}

/** The model is there, whatever becomes of the advice. */
function orNull(error: unknown): null {
  if (error instanceof GeckoError) return null;
  throw error;
}
