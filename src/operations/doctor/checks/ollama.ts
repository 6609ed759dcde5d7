import type { ModelDetails, RunningModel } from '../../../clients/ollama.ts';
import { hasModel } from '../../../plan/has-model.ts';
import type { FoundOllama } from '../../find-ollama.ts';
import { isOlder } from '../../is-older.ts';
import { judgeHere } from '../../model/judge-here.ts';
import { pullJudged } from '../../model/pull-judged.ts';
import type { Check, Finding } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';

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
    const found = await facts.ollama();
    const { server, place } = found;
    const [version, models, loaded] = await Promise.all([
      server.version(signal),
      server.models(signal),
      server.running(signal),
    ]);
    const { model } = config;
    const names = models.map(({ name }) => name);
    if (!hasModel(names, model))
      return { findings: [...vulnerable(version, found), lacking(found, facts)] };
    const there: Finding = {
      code: 'MODEL',
      severity: 'ok',
      text: `Ollama ${version} of ${place} has ${model}`,
    };
    const details = await server.show(model, signal);
    const running = loaded.find(({ name }) => hasModel([name], model));
    return {
      findings: [
        ...vulnerable(version, found),
        there,
        ...context(details, running, facts),
        ...(running ? [] : [unloaded(model)]),
      ],
    };
  },
};

function vulnerable(version: string, { place, isOurs }: FoundOllama): Finding[] {
  if (!isOlder(version, SAFE_VERSION)) return [];
  return [
    {
      code: 'OLLAMA_VULNERABLE',
      severity: 'problem',
      text: `Ollama ${version} of ${place} has a known security hole (CVE-2026-103663)`,
      consequence: 'Whoever can send it requests may misuse it',
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
