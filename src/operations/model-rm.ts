import { amount } from '../amount.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { fullModelName } from '../plan/full-model-name.ts';
import { hasModel } from '../plan/has-model.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import type { FoundOllama } from './find-ollama.ts';
import { lookForOllama } from './model/look-for-ollama.ts';
import { reportSystem } from './report-system.ts';
import { modelsNow } from './system/models-now.ts';

/**
 * Removes models: those that run in process, with what a broken download of them left, and those of the
 * project's Ollama, which it asks about. Of the latter all names are looked up before the first goes.
 * @throws GeckoError MODEL_MISSING (exit 1), CONFIRMATION_NEEDED, NOT_CONFIRMED (5), LOCKED (11)
 */
export async function removeModels(names: readonly string[], runtime: Runtime): Promise<Report> {
  const { models } = runtime;
  const inProcess = new Set((await models.list()).map(({ name }) => name));
  const others = names.filter((name) => !inProcess.has(name));
  // A broken download is in no list; what is not anybody's is missing.
  const left: string[] = [];
  for (const name of others) if (!(await models.remove(name))) left.push(name);
  if (left.length > 0) await removeFromOllama(left, runtime);
  for (const name of names) if (inProcess.has(name)) await models.remove(name);
  return {
    json: { removed: names.length === 1 ? names[0] : names },
    text: () => names.map((name) => `removed ${name}`).join('\n'),
  };
}

async function removeFromOllama(names: readonly string[], runtime: Runtime): Promise<void> {
  const { ui, signal, config } = runtime;
  const { found, absence } = await lookForOllama(runtime);
  if (found === null) throw missing(names, `in process, and ${lowered(absence)}`);
  const there = await found.server.models(signal);
  const lacking = names.filter(
    (name) =>
      !hasModel(
        there.map((one) => one.name),
        name,
      ),
  );
  if (lacking.length > 0) throw missing(lacking, `in process, or in the Ollama of ${found.place}`);
  const bytes = there
    .filter((one) => names.some((name) => hasModel([one.name], name)))
    .reduce((sum, one) => sum + one.bytes, 0);
  const writes = names.some((name) => hasModel([fullModelName(config.model)], name))
    ? ` Answers are written by ${config.model}.`
    : '';
  const question = `Remove ${names.join(', ')} (${amount(bytes)}) from the Ollama of ${found.place}?${writes}`;
  if (!(await ui.confirm(question, '--yes'))) throw notConfirmed();
  await exclusively(found, runtime, async () => {
    for (const name of names) await found.server.remove(name, signal);
  });
  await reportSystem(async () => ({ models: await modelsNow(found, runtime) }), runtime);
}

/** A backup of the volume, or an up that pulls, must not see half of it. */
async function exclusively(
  { isOurs }: FoundOllama,
  runtime: Runtime,
  work: () => Promise<void>,
): Promise<void> {
  if (!isOurs) return work();
  const { withMutex } = await import('./docker/with-mutex.ts');
  return withMutex('gecko model rm', runtime, work);
}

function missing(names: readonly string[], where: string): GeckoError {
  return new GeckoError('MODEL_MISSING', `There is no model ${names.join(' or ')} ${where}`, {
    exitCode: exitCodes.failure,
    hint: '`gecko model list` shows what there is.',
  });
}

function notConfirmed(): GeckoError {
  return new GeckoError('NOT_CONFIRMED', 'Nothing was removed', {
    exitCode: exitCodes.confirmation,
  });
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
