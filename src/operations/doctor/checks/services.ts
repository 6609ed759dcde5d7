import type { ContainerState } from '../../../engine/objects.ts';
import { GeckoError } from '../../../errors.ts';
import { asksOllama } from '../../../stack/asks-ollama.ts';
import { catalog } from '../../../stack/catalog.ts';
import { hasService } from '../../../stack/corpus-backend.ts';
import { labelNames } from '../../../stack/labels.ts';
import type { ServiceName } from '../../../stack/service-spec.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { dockerVerb } from '../../docker/verbs.ts';
import { serviceNames } from '../../service-names.ts';
import type { Check, CheckResult, Finding, Fix } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { lastWordsOf } from '../last-words.ts';
import { restartFix } from '../restart-fix.ts';
import { upFix } from '../up-fix.ts';

/** What users lose while a service does not run. */
const consequences: Record<ServiceName, string> = {
  qdrant: 'Nothing is found in the documents, and none can be taken in',
  ollama: 'No answer is written; sentences of the documents are shown instead',
  rag: 'gecko ask has no answer from the backend rag',
  qa: 'gecko ask --backend qa has no answer',
  corpus: 'No documents can be taken in',
  web: 'No port of the project answers: the door to everything is closed',
};

/** Every service is there and runs: each container of the stack, or the embedded process. */
export const services: Check = {
  id: 'services',
  title: 'services',
  runtimes: ['docker', 'embedded'],
  deadline: 15_000,
  async run(facts, signal) {
    if (facts.kind === 'embedded') return embedded(facts);
    const project = await facts.project();
    // What a killed gecko left of a trial or a transfer is no service.
    const containers = project.seen.containers.filter((one) => serviceOf(one) !== undefined);
    if (containers.length === 0) return notStarted('The project has no containers', facts);
    const findings = [
      ...stopped(containers, facts),
      ...(await missing(containers, project, facts, signal)),
      ...(await unhealthy(containers, project, facts, signal)),
    ];
    if (findings.length > 0) return { findings };
    const names = catalog
      .map(({ name }) => name)
      .filter((name) => containers.some((one) => serviceOf(one) === name));
    return { findings: [{ code: 'SERVICES', severity: 'ok', text: `${names.join(', ')} run` }] };
  },
};

async function embedded(facts: DoctorFacts): Promise<CheckResult> {
  const daemon = await facts.daemon();
  if (daemon === null) return notStarted('The embedded services do not run', facts);
  const { pid, version } = daemon.record;
  const text = `${serviceNames.join(', ')} run in one process (${pid}, gecko ${version})`;
  return { findings: [{ code: 'SERVICES', severity: 'ok', text }] };
}

function notStarted(text: string, facts: DoctorFacts): CheckResult {
  return {
    findings: [
      {
        code: 'NOT_STARTED',
        severity: 'problem',
        text,
        consequence: 'Nothing is answered and nothing taken in',
        fix: upFix('bring the services up', facts),
      },
    ],
  };
}

/**
 * All that are stopped are started at once, in the order in which they need each other; one that ends by
 * itself would only end once more.
 */
function stopped(containers: readonly ContainerState[], facts: DoctorFacts): Finding[] {
  const found = containers
    .filter(({ status }) => status !== 'running')
    .toSorted((a, b) => placeOf(a) - placeOf(b));
  const names = catalog
    .map(({ name }) => name)
    .filter((name) => found.some((one) => serviceOf(one) === name && !endsByItself(one)));
  const start: Fix = {
    what: `start ${names.join(', ')}`,
    command: `gecko start ${names.join(' ')}`,
    apply: async () => {
      await dockerVerb('start', names, facts.runtime);
    },
  };
  const isAll = found.length === containers.length && !found.some(endsByItself);
  if (isAll && names.length > 1) return [allStopped(found, names, start)];
  return found.map((container) => {
    const service = serviceOf(container) as ServiceName;
    const look: Fix = {
      what: 'see why it ends',
      command: `gecko logs --tail 50 ${service}`,
    };
    return {
      code: 'SERVICE_STOPPED',
      severity: 'problem',
      text: `${service} does not run (${container.name})`,
      consequence: consequences[service],
      evidence: [container.statusText],
      about: `service ${service}`,
      fix: endsByItself(container) ? look : start,
    };
  });
}

/** Told once: what mends one of them mends all. */
function allStopped(
  found: readonly ContainerState[],
  names: readonly ServiceName[],
  fix: Fix,
): Finding {
  return {
    code: 'SERVICE_STOPPED',
    severity: 'problem',
    text: `Nothing of the project runs: ${names.join(', ')} are stopped`,
    consequence: 'Nothing is answered and nothing taken in',
    evidence: found.map(({ name, statusText }) => `${name}: ${statusText}`),
    fix: { ...fix, what: 'start them', command: 'gecko start' },
  };
}

/** In the order in which they need each other. */
function placeOf(container: ContainerState): number {
  return catalog.findIndex(({ name }) => name === serviceOf(container));
}

/** The engine starts it again and again. */
function endsByItself({ status }: ContainerState): boolean {
  return status === 'restarting';
}

/** Services without a container, and replicas that the configuration asks for beyond those there are. */
async function missing(
  containers: readonly ContainerState[],
  { door }: DockerProject,
  facts: DoctorFacts,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { config } = facts.runtime;
  const fix = upFix('make what is missing', facts);
  const found: Finding[] = [];
  for (const { name } of catalog) {
    if (!hasService(name, config)) continue;
    const there = containers.filter((one) => serviceOf(one) === name).length;
    const wanted = name === 'rag' || name === 'qa' ? config.services[name].replicas : 1;
    if (there >= wanted) continue;
    if (name === 'ollama' && !(await lacksOllama(door, config, signal))) continue;
    const text =
      there === 0 ? `${name} has no container` : `${name} has ${there} of ${wanted} containers`;
    const consequence = there === 0 ? consequences[name] : 'Questions wait for each other longer';
    const about = `service ${name}`;
    found.push({ code: 'SERVICE_MISSING', severity: 'problem', text, consequence, about, fix });
  }
  return found;
}

/** Another Ollama may have its place: whichever one answers at the door will do. */
async function lacksOllama(
  { ollama }: DockerProject['door'],
  config: DoctorFacts['runtime']['config'],
  signal: AbortSignal,
): Promise<boolean> {
  if (config.profile === 'host' || !asksOllama(config)) return false;
  try {
    await ollama.version(signal);
    return false;
  } catch (error) {
    if (error instanceof GeckoError) return true;
    throw error;
  }
}

async function unhealthy(
  containers: readonly ContainerState[],
  { engine }: DockerProject,
  facts: DoctorFacts,
  signal: AbortSignal,
): Promise<Finding[]> {
  const tools = { engine, config: facts.runtime.config, signal };
  const sick = containers.filter(
    ({ status, health }) => status === 'running' && health === 'unhealthy',
  );
  return Promise.all(
    sick.map(async (container): Promise<Finding> => {
      const service = serviceOf(container) as ServiceName;
      const probe = (await engine.container(container.id))?.lastProbe ?? '';
      const log = await lastWordsOf(container.id, service, tools);
      return {
        code: 'SERVICE_UNHEALTHY',
        severity: 'problem',
        text: `${service} runs and does not answer its health check (${container.name})`,
        consequence: consequences[service],
        evidence: [
          container.statusText,
          ...probe.slice(0, 300).split('\n').slice(0, 3).filter(Boolean),
          ...log,
        ],
        about: `service ${service}`,
        fix: restartFix(service, facts),
      };
    }),
  );
}

function serviceOf({ labels }: ContainerState): ServiceName | undefined {
  return labels[labelNames.service] as ServiceName | undefined;
}
