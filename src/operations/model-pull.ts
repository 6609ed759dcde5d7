import { amount } from '../amount.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { type FoundOllama, findOllama } from './find-ollama.ts';
import { judgeHere } from './model/judge-here.ts';
import type { ModelJudge } from './model/model-judge.ts';
import { pullEmbedded } from './model/pull-embedded.ts';
import { pullJudged } from './model/pull-judged.ts';
import { reportSystem } from './report-system.ts';
import { modelsNow } from './system/models-now.ts';

export interface ModelPullInput {
  names: readonly string[];
  /** For gecko's own process, and not for Ollama. */
  embedded: boolean;
  name: string | undefined;
  sha256: string | undefined;
}

/** What came of one name. */
type Pulled = { name: string; bytes: number } | { name: string; error: GeckoError };

/**
 * Lets the project's Ollama pull models, one after the other, or brings one that runs in process.
 * @returns with several names the exit code of the worst
 * @throws GeckoError OFFLINE (exit 21), GENERATOR_UNREACHABLE (20) where there is no Ollama, USAGE (2), and
 *   with a single name what its pull throws
 */
export async function pullModels(
  input: ModelPullInput,
  runtime: Runtime,
): Promise<{ report: Report; exitCode: number }> {
  const { names, embedded, name, sha256 } = input;
  const [what = ''] = names;
  checkOptions(input);
  if (runtime.config.offline) throw offline(names, runtime);
  if (embedded)
    return { report: await pullEmbedded({ what, name, sha256 }, runtime), exitCode: exitCodes.ok };
  const found = await findOllama(runtime).catch(async (error: unknown) => {
    throw withBothWays(error, await inProcess(what, runtime));
  });
  const judging = judgeHere(found, runtime);
  judging.catch(() => {});
  const results: Pulled[] = [];
  for (const one of names) results.push(await pullOne(one, found, judging, runtime, names.length));
  await reportSystem(async () => ({ models: await modelsNow(found, runtime) }), runtime);
  const failed = results.flatMap((result) => ('error' in result ? [result.error] : []));
  return {
    report: pullReport(results, found, runtime),
    exitCode: Math.max(exitCodes.ok, ...failed.map(({ exitCode }) => exitCode)),
  };
}

async function pullOne(
  name: string,
  found: FoundOllama,
  judging: Promise<ModelJudge | null>,
  runtime: Runtime,
  count: number,
): Promise<Pulled> {
  const { ui, signal } = runtime;
  try {
    const again = `gecko model pull ${name}`;
    const bytes = await pullJudged(found, { name, judging, again }, runtime);
    return { name, bytes };
  } catch (error) {
    signal.throwIfAborted();
    if (count === 1 || !(error instanceof GeckoError)) throw error;
    const hint = error.hint === undefined ? '' : ` ${error.hint}`;
    ui.event({ type: 'warning', text: `${error.message}.${hint}` });
    return { name, error };
  }
}

function checkOptions({ names, embedded, name, sha256 }: ModelPullInput): void {
  const only = name !== undefined ? '--name' : sha256 !== undefined ? '--sha256' : null;
  const problem =
    !embedded && only !== null
      ? `${only} is for a model in process, with --embedded`
      : embedded && names.length > 1
        ? '--embedded brings one model at a time'
        : null;
  if (problem !== null) throw new GeckoError('USAGE', problem, { exitCode: exitCodes.usage });
}

function pullReport(
  results: readonly Pulled[],
  { place }: FoundOllama,
  { config }: Runtime,
): Report {
  const line = (result: Pulled) =>
    'error' in result
      ? `${result.name}: not pulled (${result.error.code})`
      : `${result.name}: ${amount(result.bytes)}, in the Ollama of ${place}`;
  const other = results.find((result) => !('error' in result) && result.name !== config.model);
  return {
    json: {
      ollama: place,
      models: results.map((result) =>
        'error' in result
          ? { name: result.name, error: { code: result.error.code, message: result.error.message } }
          : { name: result.name, bytes: result.bytes },
      ),
    },
    text: () =>
      [
        ...results.map(line),
        ...(other
          ? [
              `Answers are written by ${config.model}; the key model takes another: model: ${other.name}`,
            ]
          : []),
      ].join('\n'),
  };
}

function offline(names: readonly string[], { config, paths }: Runtime): GeckoError {
  return new GeckoError(
    'OFFLINE',
    `${names.join(', ')} is not fetched: nothing is asked of any network`,
    {
      exitCode: exitCodes.unsupported,
      hint: `Leave --offline out, or the key offline. Models and what runs them in process lie in ${paths.models} and ${paths.llama}, which can be copied from another machine; docs/closed-networks.md says how ${config.model} is brought for Ollama.`,
    },
  );
}

/** What of that kind there is: this name, or one that gecko knows. */
async function inProcess(what: string, { models }: Runtime): Promise<string> {
  const known = (await models.known()).map(({ name }) => name);
  return known.includes(what) ? what : (known[0] ?? 'FILE.gguf');
}

/** Where there is no Ollama, a model can still run in process. */
function withBothWays(error: unknown, known: string): unknown {
  if (!(error instanceof GeckoError) || error.code !== 'GENERATOR_UNREACHABLE') return error;
  const { code, message, exitCode, hint = '' } = error;
  return new GeckoError(code, message, {
    exitCode,
    hint: `${hint}\nOr without Ollama, a small one in process: gecko model pull --embedded ${known}`,
    cause: error,
  });
}
