import type { ModelDetails, RunningModel } from '../../../clients/ollama.ts';
import { GeckoError } from '../../../errors.ts';
import { hasModel } from '../../../plan/has-model.ts';
import { labelNames } from '../../../stack/labels.ts';
import type { FoundOllama } from '../../find-ollama.ts';
import { isOlder } from '../../is-older.ts';
import { judgeHere } from '../../model/judge-here.ts';
import { pullJudged } from '../../model/pull-judged.ts';
import type { Check, CheckResult, Finding } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { notRunning } from '../not-running.ts';
import { restartFix } from '../restart-fix.ts';

/** The first version without the hole CVE-2026-103663. */
const SAFE_VERSION = '0.35.0';

/** Ollama answers, is no version with a known hole, has the model, and gives it the context that is asked for. */
export const ollama: Check = {
  id: 'ollama',
  title: 'Ollama',
  runtimes: ['docker', 'embedded'],
  deadline: 20_000,
  async run(facts, signal) {
    const { config } = facts.runtime;
    const { kind } = config.generator;
    if (kind !== 'auto' && kind !== 'ollama')
      return {
        skipped: `Answers are not written by Ollama: generator.kind is ${kind}`,
      };
    const absence = await whyNobody(facts);
    if (absence !== null) return absence;
    const found = await facts.ollama();
    try {
      return { findings: await looked(found, facts, signal) };
    } catch (error) {
      if (!(error instanceof GeckoError)) throw error;
      return { findings: [await silent(found, error, facts)] };
    }
  },
};

/** What there is to say where no Ollama can be asked; null: one can. */
async function whyNobody(facts: DoctorFacts): Promise<CheckResult | null> {
  if (facts.kind === 'docker') {
    const idle = await stoppedContainer(facts);
    return idle === null ? null : { skipped: idle };
  }
  try {
    await facts.ollama();
    return null;
  } catch (error) {
    if (!(error instanceof GeckoError) || error.code !== 'GENERATOR_UNREACHABLE') throw error;
    const { models, config } = facts.runtime;
    const [own] = config.generator.kind === 'auto' ? await models.list() : [];
    if (own) return { skipped: `${error.message}; ${own.name} writes the answers in process` };
    return { findings: [absent(error, config.generator.kind)] };
  }
}

/** One that does not run is told elsewhere. */
async function stoppedContainer(facts: DoctorFacts): Promise<string | null> {
  const web = await notRunning(facts, 'web');
  const isThere = await hasContainer(facts);
  return web ?? (isThere ? notRunning(facts, 'ollama') : null);
}

async function hasContainer({ kind, project }: DoctorFacts): Promise<boolean> {
  if (kind === 'embedded') return false;
  const { seen } = await project();
  return seen.containers.some(({ labels }) => labels[labelNames.service] === 'ollama');
}

function absent({ message, hint }: GeckoError, kind: string): Finding {
  return {
    code: 'GENERATOR_UNREACHABLE',
    // Nobody asked for one: answers do without, and say so.
    severity: kind === 'ollama' ? 'problem' : 'warning',
    text: message,
    consequence: 'No answer is written; sentences of the documents are shown instead',
    about: 'service ollama',
    fix: {
      what: (hint ?? 'start it (ollama serve)').replace(/^Start/, 'start'),
      command: null,
    },
  };
}

async function looked(
  found: FoundOllama,
  facts: DoctorFacts,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { server, place } = found;
  const [version, models, loaded] = await Promise.all([
    server.version(signal),
    server.models(signal),
    server.running(signal),
  ]);
  const { model } = facts.runtime.config;
  const names = models.map(({ name }) => name);
  if (!hasModel(names, model)) return [...vulnerable(version, found), lacking(found, facts)];
  const there: Finding = {
    code: 'MODEL',
    severity: 'ok',
    text: `Ollama ${version} of ${place} has ${model}`,
  };
  const details = await server.show(model, signal);
  const running = loaded.find(({ name }) => hasModel([name], model));
  return [
    ...vulnerable(version, found),
    there,
    ...context(details, running, facts),
    ...(running ? [] : [unloaded(model)]),
  ];
}

async function silent(
  { place }: FoundOllama,
  { message }: GeckoError,
  facts: DoctorFacts,
): Promise<Finding> {
  return {
    code: 'OLLAMA_SILENT',
    severity: 'problem',
    text: `Ollama of ${place} does not answer: ${message}`,
    consequence: 'No answer is written; sentences of the documents are shown instead',
    about: 'service ollama',
    fix: (await hasContainer(facts))
      ? restartFix('ollama', facts)
      : {
          what: 'see that it runs and listens where containers reach it; docs/language-models.md says how',
          command: null,
        },
  };
}

function vulnerable(version: string, { place, isOurs }: FoundOllama): Finding[] {
  if (!isOlder(version, SAFE_VERSION)) return [];
  return [
    {
      code: 'OLLAMA_VULNERABLE',
      severity: 'problem',
      text: `Ollama ${version} of ${place} has a known security hole (CVE-2026-103663)`,
      consequence: 'Whoever can send it requests may misuse it',
      about: 'version of ollama',
      fix: isOurs
        ? {
            what: `name Ollama ${SAFE_VERSION} or newer in images.ollama, or leave the key out`,
            command: 'gecko up',
          }
        : { what: `install Ollama ${SAFE_VERSION} or newer, then start it again`, command: null },
    },
  ];
}

function lacking(found: FoundOllama, { runtime }: DoctorFacts): Finding {
  const { config } = runtime;
  const { model } = config;
  const pull = async () => {
    const judging = judgeHere(found, runtime);
    await pullJudged(found, { name: model, judging, again: `gecko model pull ${model}` }, runtime);
  };
  return {
    code: 'MODEL_MISSING',
    severity: 'problem',
    text: `Ollama of ${found.place} does not have ${model}`,
    consequence: 'Answers are sentences of the documents until it has',
    about: 'service ollama',
    fix: {
      what: `pull ${model}`,
      command: `gecko model pull ${model}`,
      ...(config.offline ? {} : { apply: pull }),
    },
  };
}

/** What is asked for, against what the model was made for and what it was loaded with. */
function context(
  { metadata }: ModelDetails,
  running: RunningModel | undefined,
  { runtime: { config } }: DoctorFacts,
): Finding[] {
  const asked = config.generator.contextTokens;
  const own = metadata[`${metadata['general.architecture']}.context_length`];
  const findings: Finding[] = [];
  if (typeof own === 'number' && asked > own)
    findings.push({
      code: 'MODEL_CONTEXT',
      severity: 'warning',
      text: `generator.contextTokens is ${asked}, and ${config.model} was made for ${own}`,
      consequence: 'With longer prompts its answers become worse without a word',
      fix: { what: `set generator.contextTokens to ${own} or less, then`, command: 'gecko up' },
    });
  const given = running?.contextTokens ?? null;
  if (given !== null && given < asked)
    findings.push({
      code: 'MODEL_CONTEXT',
      severity: 'note',
      text: `${config.model} is loaded with a context of ${given}; gecko asks for ${asked}, so it is loaded anew at the next question`,
    });
  return findings;
}

function unloaded(model: string): Finding {
  return {
    code: 'MODEL_UNLOADED',
    severity: 'note',
    text: `${model} is not loaded: the first answer takes longer`,
  };
}
