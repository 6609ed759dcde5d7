import { weightsProgress } from '../../../embedded/weights-progress.ts';
import { corpusBackend } from '../../../stack/corpus-backend.ts';
import { volumeName } from '../../../stack/names.ts';
import { capital } from '../../capital.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { noteWeights } from '../../docker/placed-weights.ts';
import { dockerVerb } from '../../docker/verbs.ts';
import { bringUp } from '../bring-up.ts';
import type { Check, CheckResult, Finding, Fix } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { type WeightSums, weightsInContainer } from '../weights-in-container.ts';

/** The embedding weights are there, and are what they should be. */
export const weights: Check = {
  id: 'weights',
  title: 'embedding weights',
  runtimes: ['docker', 'embedded'],
  deadline: 60_000,
  async run(facts, signal) {
    return facts.kind === 'embedded' ? onThisMachine(facts) : inTheirVolume(facts, signal);
  },
};

/** Of the folder that is configured, else of the cache; both are read whole. */
async function onThisMachine(facts: DoctorFacts): Promise<CheckResult> {
  const docker = await facts.runtime.docker();
  const found = await docker.weightsHere();
  if ('sha256' in found) return { findings: [intact(found.sha256)] };
  const isDamaged = found.absence.includes('another sha256');
  const fix = facts.runtime.config.weights.offline ? forbidden : fetching(facts);
  return { findings: [isDamaged ? corrupt(found.absence, fix) : missing(found.absence, fix)] };
}

async function inTheirVolume(facts: DoctorFacts, signal: AbortSignal): Promise<CheckResult> {
  const { config } = facts.runtime;
  const project = await facts.project();
  const volume = config.volumes.models.name ?? volumeName(config.project, 'models');
  const holder = project.seen.containers.find(({ volumes }) =>
    volumes.some(({ name }) => name === volume),
  );
  const target = holder?.volumes.find(({ name }) => name === volume)?.target;
  if (!holder || !target) return { skipped: "No container of gecko's own has the weights" };
  const sums = await weightsInContainer(project.engine, holder, target, signal);
  const fix = putAnew(volume, project, facts);
  if (sums.model === null || sums.tokenizer === null)
    return { findings: [missing(`${lacking(sums)} in the volume ${volume}`, fix)] };
  const both = { model: sums.model, tokenizer: sums.tokenizer };
  if (await areRight(both, facts)) return { findings: [intact(both.model)] };
  const words = `model.onnx and tokenizer.json in the volume ${volume} are no set that gecko knows`;
  return { findings: [corrupt(words, fix, [`sha256 ${both.model}`, `sha256 ${both.tokenizer}`])] };
}

/** Known ones, or the user's own as they lie in the folder that is configured. */
async function areRight(
  sums: { model: string; tokenizer: string },
  { runtime }: DoctorFacts,
): Promise<boolean> {
  const docker = await runtime.docker();
  if (await docker.areWeightsKnown(sums)) return true;
  if (runtime.config.weights.folder === undefined) return false;
  const here = await docker.weightsHere();
  return 'sha256' in here && here.sha256 === sums.model;
}

function lacking({ model, tokenizer }: WeightSums): string {
  if (model !== null) return 'tokenizer.json is not';
  return tokenizer === null ? 'neither model.onnx nor tokenizer.json is' : 'model.onnx is not';
}

function intact(sha256: string): Finding {
  const text = `The embedding weights are whole (${sha256.slice(0, 12)})`;
  return { code: 'WEIGHTS', severity: 'ok', text };
}

const consequence = 'Documents are found by their words alone, not by meaning';

function missing(reason: string, fix: Fix): Finding {
  // As the core says it to whoever asks for them.
  const text = reason.startsWith('the embedding weights could not be had')
    ? capital(reason)
    : `There are no embedding weights: ${reason}`;
  return { code: 'WEIGHTS_MISSING', severity: 'warning', text, consequence, about: 'weights', fix };
}

function corrupt(reason: string, fix: Fix, evidence: readonly string[] = []): Finding {
  return {
    code: 'WEIGHTS_CORRUPT',
    severity: 'problem',
    text: `The embedding weights are damaged: ${reason}`,
    consequence: `${consequence}, once the backends start again`,
    evidence,
    about: 'weights',
    fix,
  };
}

/** Over those that are there, and into the memory of the backends. */
function putAnew(volume: string, { seen }: DockerProject, facts: DoctorFacts): Fix {
  const { runtime } = facts;
  const { paths, config } = runtime;
  return {
    what: 'put the embedding weights into their volume anew, and restart the backends',
    command: 'gecko doctor --only weights --fix',
    apply: async () => {
      await noteWeights(paths.project.placedWeights, volume, false, seen);
      await bringUp(facts, { asBefore: true });
      const users = [...new Set(['rag', 'qa', corpusBackend(config)] as const)];
      await dockerVerb('restart', users, runtime);
    },
  };
}

/** Nothing is fetched: a person has to allow it, or to bring them. */
const forbidden: Fix = {
  what: 'take weights.offline (or offline) out of the settings, or name a folder that has them in weights.folder, then',
  command: 'gecko down && gecko up',
};

function fetching({ runtime }: DoctorFacts): Fix {
  const { ui, supervisor, signal } = runtime;
  return {
    what: 'fetch the embedding weights anew, and start the services with them',
    command: 'gecko down && gecko up',
    apply: async () => {
      const progress = weightsProgress(ui);
      try {
        await (await runtime.docker()).weights(progress.show);
      } finally {
        progress.end();
      }
      await supervisor.restartAround(async () => {}, signal);
    },
  };
}
