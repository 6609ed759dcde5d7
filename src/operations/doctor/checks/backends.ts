import type { Ready } from '@gecko/core/contract/health';
import { GeckoError } from '../../../errors.ts';
import { ownBackends } from '../../../stack/corpus-backend.ts';
import { labelNames } from '../../../stack/labels.ts';
import type { BackendName } from '../../../stack/service-spec.ts';
import type { Check, Finding, Fix } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { notRunning } from '../not-running.ts';
import { restartFix } from '../restart-fix.ts';
import { upFix } from '../up-fix.ts';

type Dependency = Ready['dependencies'][number];

/** What the checks of it tell better. */
const abouts: Record<Dependency['name'], string> = {
  store: 'service qdrant',
  embedder: 'weights',
  generator: 'service ollama',
  // It is in the store: where that fails, so does this.
  corpus: 'service qdrant',
};

/** What a question loses without one of them, and what brings it back. */
const needs: Record<Dependency['name'], { lost: string; mend: Fix }> = {
  store: {
    lost: 'No question is answered, and no document taken in',
    mend: { what: 'see what the store says', command: 'gecko logs --tail 50' },
  },
  embedder: {
    lost: 'Documents are found by their words alone, not by meaning',
    mend: {
      what: 'let the embedding weights be fetched (key weights.folder names your own), then',
      command: 'gecko up',
    },
  },
  generator: {
    lost: 'Answers are sentences of the documents, if any',
    mend: { what: 'see what of Ollama is missing', command: 'gecko doctor --only ollama' },
  },
  corpus: {
    lost: 'Questions are answered from less than there is',
    mend: { what: 'see what of the documents is wrong', command: 'gecko doctor --only corpus' },
  },
};

/** Both backends answer, belong to this project and this gecko, and have all that they depend on. */
export const backends: Check = {
  id: 'backends',
  title: 'backends',
  runtimes: ['docker', 'embedded'],
  deadline: 20_000,
  async run(facts) {
    const { config } = facts.runtime;
    const names = namesOf(facts);
    // Without Qdrant they only wait for it: that it does not run says more.
    const idle = await notRunning(facts, 'web', 'qdrant', ...names);
    if (idle !== null) return { skipped: idle };
    if (names.length === 0) return { skipped: 'Both backends are your own' };
    const told = await Promise.all(names.map((name) => ask(name, facts)));
    const failures = told.flatMap(({ failure }) => failure ?? []);
    const states = told.filter(({ failure }) => failure === null);
    const wrong = dependenciesOf(states)
      .filter(({ dependency }) => isWorthTelling(dependency, config.generator.kind))
      .filter((one, _, all) => one.dependency.name !== 'corpus' || !all.some(storeFails))
      .map((one) => toFinding(one, facts));
    const answering = states.map(({ name }) => name);
    const good: Finding[] =
      answering.length === 0
        ? []
        : [{ code: 'BACKENDS', severity: 'ok', text: `${answering.join(' and ')} answer` }];
    return { findings: [...good, ...failures, ...wrong, ...(await otherVersions(facts))] };
  },
};

/** gecko's own: of a user's it is not known what it should answer. */
function namesOf({ kind, runtime: { config } }: DoctorFacts): BackendName[] {
  if (kind === 'embedded') return ['rag', 'qa'];
  return ownBackends(config);
}

async function ask(name: BackendName, facts: DoctorFacts) {
  try {
    const { dependencies } = await facts.ready(name);
    return { name, dependencies, failure: null };
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    return { name, dependencies: [], failure: toFailure(name, error, facts) };
  }
}

function toFailure(name: BackendName, error: GeckoError, facts: DoctorFacts): Finding {
  const isOther = ['PROJECT_MISMATCH', 'CONTRACT_MISMATCH'].includes(error.code);
  return {
    code: isOther ? error.code : 'BACKEND_FAILED',
    severity: 'problem',
    text: `${name} does not say how it is: ${error.message}`,
    consequence: `Whatever asks ${name} fails`,
    about: `service ${name}`,
    fix: isOther
      ? { what: error.hint ?? 'give each project ports of its own', command: null }
      : restartFix(name, facts),
  };
}

/** What both say is told once. */
function dependenciesOf(
  states: readonly { name: BackendName; dependencies: readonly Dependency[] }[],
) {
  const found = new Map<string, { dependency: Dependency; backends: BackendName[] }>();
  for (const { name, dependencies } of states)
    for (const dependency of dependencies) {
      const key = `${dependency.name} ${dependency.state}`;
      const { backends } = found.get(key) ?? { backends: [] };
      found.set(key, { dependency, backends: [...backends, name] });
    }
  return [...found.values()];
}

/** An empty corpus has a check of its own, and who asks for no language model misses none. */
function isWorthTelling({ name, state }: Dependency, generator: string): boolean {
  if (state === 'ok') return false;
  if (state === 'failed') return true;
  return name === 'embedder' || (name === 'generator' && generator !== 'extractive');
}

type Told = ReturnType<typeof dependenciesOf>[number];

/** The corpus is in it, and then fails too. */
function storeFails({ dependency: { name, state } }: Told): boolean {
  return name === 'store' && state === 'failed';
}

/** Nothing but a folder: its log tells no more than the finding. */
function embeddedStoreFix(folder: string): Fix {
  return {
    what: `put the files of ${folder} back, readable for gecko; or bring back the newest backup, if there is one, with`,
    command: 'gecko restore qdrant latest',
  };
}

function toFinding(
  { dependency: { name, state, detail }, backends: askers }: Told,
  { kind, runtime }: DoctorFacts,
): Finding {
  const { lost, mend } = needs[name];
  const isFolder = name === 'store' && kind === 'embedded';
  const who = askers.join(' and ');
  return {
    code: state === 'failed' ? 'DEPENDENCY_FAILED' : 'DEPENDENCY_DEGRADED',
    severity: state === 'failed' ? 'problem' : 'warning',
    text: `${who}: the ${name} ${state === 'failed' ? 'fails' : 'is not all that it should be'}: ${detail}`,
    consequence: lost,
    about: abouts[name],
    fix: isFolder ? embeddedStoreFix(runtime.paths.project.store) : mend,
  };
}

/** Services that another version of gecko made or started. */
async function otherVersions(facts: DoctorFacts): Promise<Finding[]> {
  const { version } = facts.runtime;
  const others = (await versionsOf(facts)).filter((one) => one.version !== version);
  if (others.length === 0) return [];
  const made = [...new Set(others.map((one) => one.version))].join(', ');
  const services = [...new Set(others.map(({ name }) => name))];
  return [
    {
      code: 'BACKEND_OTHER',
      severity: 'warning',
      text: `${services.join(' and ')} ${services.length === 1 ? 'is' : 'are'} of gecko ${made}, and this is gecko ${version}`,
      consequence: 'What is new or mended in this version is not in them yet',
      // What they run may be the same: it is this gecko that has made them afterwards.
      fix:
        facts.kind === 'embedded'
          ? restartFix('rag', facts)
          : upFix('bring them to this version', facts, ...services),
    },
  ];
}

async function versionsOf(facts: DoctorFacts): Promise<{ name: BackendName; version: string }[]> {
  if (facts.kind === 'embedded') {
    const daemon = await facts.daemon();
    const version = daemon?.record.version;
    return version === undefined
      ? []
      : [
          { name: 'rag', version },
          { name: 'qa', version },
        ];
  }
  const { seen } = await facts.project();
  return seen.containers.flatMap(({ labels }) => {
    const name = namesOf(facts).find((one) => one === labels[labelNames.service]);
    const version = labels[labelNames.version];
    return name === undefined || version === undefined ? [] : [{ name, version }];
  });
}
